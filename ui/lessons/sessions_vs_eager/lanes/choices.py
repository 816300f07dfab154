"""The choices of the three lanes; all stand in the address."""

import streamlit as st

from lenet.results.graphs import FUNCTION, SESSION
from ui.components.choices import one_of_few
from ui.components.glossary import explain
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.lanes.events import AXES


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
    st.markdown(
        "Eager execution keeps no graph: each operation runs at once, and only its "
        "value stays. The other two lanes make one.",
        help=explain("graph", "node", "operation"),
    )
    return one_of_few(
        "Graph of the lane",
        (SESSION, FUNCTION),
        key("lanes_graph"),
        "The nodes are those that the lane has made up to the current step.",
    )
