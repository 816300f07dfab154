"""The sidebar: the choices for every page, and the work in the background."""

import streamlit as st

from lenet.settings import PARADIGM_NAMES
from ui.components import progress
from ui.components.fragments import title_of_open_tab
from ui.lessons.replicas import tabs
from ui.visitor import jobs, workers
from ui.visitor.identity import recognise
from ui.visitor.state import Training


def show(on_page: str) -> None:
    """Show the choices, recognise the visitor, and show the work in the background."""
    _choices()
    recognise()
    _status(on_page)


def _choices() -> None:
    st.radio(
        "Paradigm",
        PARADIGM_NAMES,
        index=PARADIGM_NAMES.index("Subclassing"),
        key="paradigm",
        bind="query-params",
        help="The way in which the same LeNet is written. All three compute the same "
        "numbers.",
    )
    st.number_input(
        "Seed",
        min_value=0,
        max_value=9999,
        value=0,
        step=1,
        key="seed",
        bind="query-params",
        help="Sets the first weights and the order of the images. "
        "The same seed gives the same training, bit for bit.",
    )


def _status(on_page: str) -> None:
    training = jobs.follow().training
    if training and training.active and not _is_shown(training, on_page):
        _follow_training(on_page)
    elif not workers.is_ready():
        _follow_warm_up()


def _is_shown(training: Training, on_page: str) -> bool:
    """Return whether the page itself shows how far the training is."""
    if on_page == "replicas":
        is_open = title_of_open_tab(tabs.TABS) == tabs.TRAIN
        return is_open and training.replicated
    return on_page == "train"


@st.fragment(run_every=2.0)
def _follow_training(on_page: str) -> None:
    training = jobs.follow().training
    if training is None or not training.active or _is_shown(training, on_page):
        st.rerun()
    else:
        progress.bar(training.progress, f"Training: {training.summary.lower()}")


@st.fragment(run_every=1.0)
def _follow_warm_up() -> None:
    if workers.is_ready():
        st.rerun()
    if trouble := workers.trouble():
        st.error(trouble, icon=":material/error:")
    else:
        st.caption(":material/hourglass_top: TensorFlow is starting …")
