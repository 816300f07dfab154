"""Debugging compared: error messages, print and a breakpoint in each lane."""

from collections.abc import Callable

import streamlit as st

from ui.components.fragments import part
from ui.components.glossary import explain
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.debugging import breakpoint, bug, printing
from ui.lessons.sessions_vs_eager.tabs import DEBUGGING, close

PANELS: dict[str, Callable[[], list[str]]] = {
    "Error messages": bug.show,
    "print and tf.print": printing.show,
    "A breakpoint": breakpoint.show,
}


@part
def show() -> None:
    """Show one way to debug, chosen by the learner, and what its run showed."""
    panel = st.segmented_control(
        "Debug with",
        list(PANELS),
        default=next(iter(PANELS)),
        required=True,
        key=key("debug_with"),
        bind="query-params",
        help=explain("session", "eager", "trace", "graph", "node"),
    )
    close(DEBUGGING, *PANELS[panel]())
