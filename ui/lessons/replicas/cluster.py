"""Take it to a cluster: the files for several machines, ready to start."""

import io
import zipfile
from collections.abc import Callable

import streamlit as st

from lenet.command_line import cluster_files
from lenet.command_line.options import JOIN_SECONDS, PEER_SECONDS
from lenet.replicas.members import PORT
from lenet.settings import Placement, Settings
from ui.components.choices import BATCH_SIZES, one_in_a_row
from ui.components.code import code_boxes
from ui.components.fragments import part
from ui.lessons.replicas import key
from ui.lessons.replicas.choices import choose_settings

MACHINES = range(cluster_files.LEAST_MACHINES, cluster_files.MOST_MACHINES + 1)
LANGUAGES = {".sh": "bash", ".sbatch": "bash", ".yaml": "yaml", "file": "docker"}
CODE = {
    "The training step": "lenet.training:train_step",
    "A step on all replicas": "lenet.replicas.step:distributed_step",
    "The strategy": "lenet.replicas.strategies:multi_worker",
    "Whose slice": "lenet.replicas.step:shares",
}


@part
def show() -> None:
    """Show the choices, the files they make, and what to expect of them."""
    written, choices = st.columns([2, 1], gap="large")
    with choices:
        machines = one_in_a_row("Machines", MACHINES, 2, key("machines"))
        share = one_in_a_row(
            "Images a machine", BATCH_SIZES, 32, key("images_a_machine")
        )
        st.caption(f"Together a global batch of {machines * share}.")
        settings = choose_settings(Placement(), machines * share)
    with written:
        st.markdown(
            "Several machines run the same step as replicas do here: each takes its "
            "slice of every batch, and all add up their gradients over the network. "
            "The files hold your choices; they run from the project's folder."
        )
        kind = st.segmented_control(
            "Where",
            list(WRITERS),
            default=next(iter(WRITERS)),
            required=True,
            key=key("cluster"),
            bind="query-params",
        )
        files = _write(kind, settings, machines)
    for name, text in files.items():
        st.caption(f"`{name}`")
        language = next(what for end, what in LANGUAGES.items() if name.endswith(end))
        st.code(text, language=language)
    st.subheader("When a machine dies")
    st.markdown(EXPECT + AFTER[kind])
    st.subheader("The code that runs there")
    code_boxes(CODE, key=key("cluster_code"))


def _write(kind: str, settings: Settings, machines: int) -> dict[str, str]:
    """Give the files by their names; say so where they cannot be written."""
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
        for place in range(machines):
            hosts.append(
                st.text_input(
                    f"Machine {place}",
                    f"192.168.1.{10 + place}",
                    key=key(f"host_{place}"),
                    persist_state="session",
                    help="A name or an address that all of the machines know.",
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
        help="Where you push the image to, and the cluster pulls it from.",
    )
    return cluster_files.kubernetes(settings, machines, image.strip())


WRITERS: dict[str, Callable[[Settings, int], dict[str, str]]] = {
    "Your own machines": _own_machines,
    "Slurm": _slurm,
    "Kubernetes": _kubernetes,
}
EXPECT = (
    f"- All machines must come within **{JOIN_SECONDS} s**; the first ones wait for "
    "the others.\n"
    f"- One that makes no step for **{PEER_SECONDS} s** counts as gone. A step needs "
    "the gradients of all, so the others end too, with a message and exit code 3: "
    "none of them hangs.\n"
    "- Machine 0 writes a checkpoint at each epoch's end. Started again, the training "
    "goes on from there: nothing is lost but the epoch under way.\n"
)
AFTER = {
    "Your own machines": "- Start `train.sh` again on every machine. The checkpoint "
    "lies beside it on machine 0; where that is the machine that died, copy it to the "
    "one that takes its place.",
    "Slurm": "- Slurm queues the job again where a node was lost; else send it again "
    "with `sbatch`. The checkpoint lies in the folder that you send it from: one on a "
    "disk that outlives the job.",
    "Kubernetes": "- A worker that ended starts again in its pod. The checkpoint lies "
    "on the volume `lenet`, which outlives the job. A pod on a lost node stands in the "
    "way until you remove it: `kubectl delete pod --force`.",
}


def _offer(files: dict[str, str]) -> None:
    """Offer all files in one, and each on its own."""
    with st.container(horizontal=True):
        st.download_button(
            "Download all as a zip",
            _zipped(files),
            file_name="lenet-cluster.zip",
            mime="application/zip",
            type="primary",
            icon=":material/folder_zip:",
            on_click="ignore",
        )
        for name, text in files.items():
            st.download_button(
                name,
                text,
                file_name=name,
                mime="text/plain",
                icon=":material/download:",
                on_click="ignore",
            )


def _zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()
