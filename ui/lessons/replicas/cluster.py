"""On a cluster: the files for several machines, ready to start."""

import io
import zipfile
from collections.abc import Callable

import streamlit as st

from lenet.command_line import cluster_files
from lenet.replicas.members import PORT
from lenet.settings import Placement, Settings
from ui.components.choices import BATCH_SIZES, one_in_a_row
from ui.components.code import code_boxes
from ui.components.fragments import guard
from ui.components.glossary import explain
from ui.components.numbers import TIMES
from ui.lessons.replicas import failure, key, tabs
from ui.lessons.replicas.choices import choose_settings

MACHINES = range(cluster_files.LEAST_MACHINES, cluster_files.MOST_MACHINES + 1)
TAKEN = key("files_taken")
LANGUAGES = {".sh": "bash", ".sbatch": "bash", ".yaml": "yaml", "file": "docker"}
CODE = {
    "The training step": "lenet.training:train_step",
    "A step on all replicas": "lenet.replicas.step:distributed_step",
    "The strategy": "lenet.replicas.strategies:multi_worker",
    "Whose share": "lenet.replicas.step:shares",
}


@guard
def show() -> None:
    """Show the choices, the files made from them, and what to expect."""
    written, choices = st.columns([2, 1], gap="large")
    with choices:
        machines, batch = _choose_batch()
        settings = choose_settings(Placement(), batch)
    with written:
        kind = _choose_kind()
        files = _write(kind, settings, machines)
    _show_files(files)
    seen = failure.show(settings, kind)
    st.subheader("The code that runs there")
    code_boxes(CODE, key=key("cluster_code"))
    is_taken = files and st.session_state.get(TAKEN) == files
    taken = _showed(machines, batch) if is_taken else []
    tabs.close(tabs.CLUSTER, [*seen, *taken])


def _choose_batch() -> tuple[int, int]:
    """Return the chosen number of machines, and their global batch size."""
    machines = one_in_a_row(
        "Machines",
        MACHINES,
        2,
        key("machines"),
        "Each machine computes a share of every batch.",
    )
    share = one_in_a_row(
        "Images on each machine",
        BATCH_SIZES,
        32,
        key("images_a_machine"),
        "The share of one step's batch. The global batch is this times the number "
        "of machines.",
    )
    batch = machines * share
    st.caption(f"Global batch: {machines} {TIMES} {share} = {batch} images.")
    return machines, batch


def _choose_kind() -> str:
    """Return what starts the training on each machine."""
    st.markdown(
        "Several machines run the same step as the replicas here. Each takes its "
        "share of every batch, and they add up their gradients over the network. "
        "The files below hold your choices. They run from the project's folder.",
        help=explain("global batch", "all-reduce", "shard"),
    )
    kind: str = st.segmented_control(
        "Where",
        list(WRITERS),
        default=next(iter(WRITERS)),
        required=True,
        key=key("cluster"),
        bind="query-params",
        help="What starts the training on each machine.",
    )
    return kind


def _show_files(files: dict[str, str]) -> None:
    for name, text in files.items():
        st.caption(f"`{name}`")
        language = next(what for end, what in LANGUAGES.items() if name.endswith(end))
        st.code(text, language=language, wrap_lines=True)


def _showed(machines: int, batch: int) -> list[str]:
    return [
        f"The step on {machines} machines is the step that you saw on one: the same "
        "code, with gradients that travel over a network.",
        f"Your files train with a global batch of {batch}. Download them and start "
        f"them, or try the same settings here in the tab **{tabs.TRAIN}**.",
    ]


def _write(kind: str, settings: Settings, machines: int) -> dict[str, str]:
    """Return the files by their names; show why where they cannot be written."""
    try:
        files = WRITERS[kind](settings, machines)
    except ValueError as error:
        st.error(str(error), icon=":material/error:")
        return {}
    _offer(files)
    return files


def _own_machines(settings: Settings, machines: int) -> dict[str, str]:
    hosts = []
    with st.grid(4, min_column_width=150):
        for index in range(machines):
            hosts.append(
                st.text_input(
                    f"Machine {index}",
                    f"192.168.1.{10 + index}",
                    key=key(f"host_{index}"),
                    persist_state="session",
                    help="A host name or an address that all machines can reach.",
                ).strip()
            )
        port = st.number_input(
            "Port",
            min_value=1024,
            max_value=65535,
            value=PORT,
            key=key("port"),
            persist_state="session",
            help="It must be open between the machines.",
        )
    return cluster_files.own_machines(settings, hosts, int(port))


def _slurm(settings: Settings, machines: int) -> dict[str, str]:
    return cluster_files.slurm(settings, machines)


def _kubernetes(settings: Settings, machines: int) -> dict[str, str]:
    image = st.text_input(
        "Image",
        cluster_files.IMAGE,
        key=key("image"),
        persist_state="session",
        help="The registry and name of the image: you push it there, and the cluster "
        "pulls it.",
    )
    return cluster_files.kubernetes(settings, machines, image.strip())


WRITERS: dict[str, Callable[[Settings, int], dict[str, str]]] = {
    "Your own machines": _own_machines,
    "Slurm": _slurm,
    "Kubernetes": _kubernetes,
}


def _offer(files: dict[str, str]) -> None:
    """Show buttons to download all files as one, and each of them."""
    with st.container(horizontal=True):
        st.download_button(
            "Download all as a zip",
            _zipped(files),
            file_name="lenet-cluster.zip",
            mime="application/zip",
            type="primary",
            icon=":material/folder_zip:",
            on_click=_take,
            args=(files,),
        )
        for name, text in files.items():
            st.download_button(
                name,
                text,
                file_name=name,
                mime="text/plain",
                icon=":material/download:",
                on_click=_take,
                args=(files,),
            )


def _take(files: dict[str, str]) -> None:
    st.session_state[TAKEN] = files


def _zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()
