"""A training to be taken along: a script and a notebook with its settings."""

from collections.abc import Callable
from typing import Literal

import streamlit as st

from lenet.digits import SAMPLE
from lenet.settings import Settings
from lenet.weights.checksum import checksum
from ui.components.fragments import guard
from ui.components.notebooks import MIME
from ui.components.numbers import counted, decimal, percent, whole
from ui.visitor import workers
from ui.visitor.state import Training, visitor_state

OnClick = Callable[[], None] | Literal["ignore"]


# Not with `workers.recall`: each seed has its own, and should displace no result.
@st.cache_data(show_spinner=False, max_entries=40)
def written(settings: Settings) -> tuple[str, str]:
    """Return a training as a script and a notebook; it takes some milliseconds."""
    script: str = workers.call("lenet.export:script", settings)
    notebook: str = workers.call("lenet.export:notebook", settings)
    return script, notebook


@guard
def offer_run(training: Training) -> None:
    """Show the buttons that download the training of a page, and what to expect.

    A training on replicas has none: its files are those for a cluster.
    """
    if not training.replicated:
        offer(training.settings, "this run")
        st.caption(expected(training))


def offer(settings: Settings, what: str, on_click: OnClick = "ignore") -> None:
    """Show the buttons that download a training, and the images of the sample."""
    script, notebook = written(settings)
    name = f"lenet_{settings.paradigm.lower()}"
    files = {
        "script": (script, f"{name}.py", "text/x-python"),
        "notebook": (notebook, f"{name}.ipynb", MIME),
    }
    with st.container(horizontal=True):
        for kind, (text, file, mime) in files.items():
            st.download_button(
                f"Download {what} as a {kind}",
                text,
                file_name=file,
                mime=mime,
                icon=":material/download:",
                on_click=on_click,
                help=f"Save {file} on your computer. It needs TensorFlow and nothing "
                "of this app.",
            )
        if settings.source == "sample":
            _offer_sample()


def _offer_sample() -> None:
    st.download_button(
        "Its images",
        SAMPLE.read_bytes,
        file_name=SAMPLE.name,
        mime="application/octet-stream",
        icon=":material/image:",
        type="tertiary",
        on_click="ignore",
        help=f"Save {SAMPLE.name} in the same folder: the sample's images. Without it "
        "the training takes as many images of MNIST, which Keras downloads, and ends "
        "with other numbers.",
    )


def last_training() -> Training | None:
    """Return the visitor's newest training on one device that has a result."""
    mine = visitor_state()
    ended = [run for run in (mine.training, *mine.earlier) if run and run.outcome]
    return next((run for run in ended if not run.replicated), None)


def described(settings: Settings) -> str:
    """Return the settings of a training in words."""
    return (
        f"loop `{settings.loop}`, {counted(settings.epochs, 'epoch')} of "
        f"{whole(settings.images)} images of `{settings.source}` in batches of "
        f"{settings.batch_size}, `{settings.optimizer}` with a learning rate of "
        f"{decimal(settings.learning_rate)}, seed {settings.seed}"
    )


def expected(training: Training) -> str:
    """Return how the end of a script will compare with that of the training."""
    outcome = training.outcome
    assert outcome
    if training.first_step:
        return (
            f"Your run continued after {counted(training.first_step, 'update')}. The "
            "file starts from new weights, so it ends with other ones."
        )
    if not outcome.finished:
        return (
            f"You stopped your run after {counted(outcome.state.step, 'update')}. The "
            f"file trains to the end of {counted(training.settings.epochs, 'epoch')}."
        )
    return (
        f"Your run predicted {percent(outcome.evaluation.accuracy)} of the test images "
        "correctly, and its weights have the checksum "
        f"`{short(checksum(outcome.state.weights))}`. The file prints both "
        "at its end, so that you can compare them."
    )


def short(checksum: str) -> str:
    """Return the start of a checksum: enough to tell two apart."""
    return checksum[:12]
