"""The choices of the three lanes; all stand in the address."""

import streamlit as st

from lenet.results.lanes import FUNCTION, PROGRAM_NAMES, SESSION
from ui.components.choices import one_of_few
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.lanes_events import AXES


def choose_program() -> str:
    """Return the program that the visitor chooses."""
    return one_of_few(
        "Program",
        PROGRAM_NAMES,
        key("program"),
        "The model has the paradigm of the sidebar. The seed decides its weights and "
        "the images.",
    )


def choose_axis() -> str:
    """Return the axis of the clocks that the visitor chooses."""
    return one_of_few(
        "Axis of the clocks",
        AXES,
        key("axis"),
        "Lines take milliseconds, kernels often microseconds. By order, each mark "
        "is one place further to the right than the mark before it.",
    )


def choose_graph() -> str:
    """Return the lane whose graph the visitor wants to see."""
    st.subheader("The graph, as it grows")
    return one_of_few(
        "Graph of the lane",
        (SESSION, FUNCTION),
        key("lanes_graph"),
        "Eager execution keeps no graph: each operation runs at once, and nothing of "
        "it is left but its value.",
    )
