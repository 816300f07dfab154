"""The sidebar: the choices for every page, and the work in the background."""

import re

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
    asked = _asked()
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
    for name, text in asked.items():
        if not _is(text, st.session_state[name]):
            _show_what_is_not_there(name, text)


def _asked() -> dict[str, str]:
    """Return the choices that a new visitor's address has.

    A paradigm in another spelling is chosen too: Streamlit takes only its own.
    """
    asked = {
        name: st.query_params[name]
        for name in ("paradigm", "seed")
        if name in st.query_params and name not in st.session_state
    }
    spelt = asked.get("paradigm", "")
    for paradigm in PARADIGM_NAMES:
        if spelt != paradigm and _is(spelt, paradigm):
            st.query_params["paradigm"] = paradigm
            st.rerun()
    return asked


def _is(text: str, choice: str | int) -> bool:
    """Return whether a text from the address is this choice."""
    if isinstance(choice, str):
        return text.strip().casefold() == choice.casefold()
    try:
        return float(text) == choice
    except ValueError:
        return False


def _show_what_is_not_there(name: str, text: str) -> None:
    """Show that the address has a choice which this app does not have."""
    choices = {"paradigm": ", ".join(PARADIGM_NAMES), "seed": "0 to 9999"}
    # Only what cannot be Markdown is repeated: a link may have been made to harm.
    is_plain = re.fullmatch(r"[\w .+-]{1,40}", text)
    st.toast(
        f"The {name} in the link{f', {text},' if is_plain else ''} is none of "
        f"{choices[name]}. It is {st.session_state[name]} now: choose another one in "
        "the sidebar.",
        icon=":material/link_off:",
        duration="infinite",
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
