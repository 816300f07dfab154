"""The graph of a lane, with the nodes that the lane has made so far."""

import streamlit as st

from lenet.results.graphs import LANE_NAMES
from lenet.results.lanes import PROGRAM_NAMES, Lane
from ui.components.graph import show_graph
from ui.components.numbers import counted
from ui.lessons.sessions_vs_eager import key


def show_growth(program: str, lane: Lane, index: int) -> None:
    """Show the nodes that the lane has made up to a step; the step's have an outline.

    A click on a node shows the line that made it.
    """
    made, before = (
        lane.counts(index).nodes,
        lane.counts(index - 1).nodes if index else 0,
    )
    nodes = [each.node for each in lane.nodes[:made]]
    st.caption(_says(lane, made, made - before))
    if nodes:
        clicked = show_graph(
            key(f"lanes_{PROGRAM_NAMES.index(program)}{LANE_NAMES.index(lane.name)}"),
            nodes,
            new=[node.name for node in nodes[before:]],
        )
        if clicked:
            st.markdown(_line_of(lane, clicked))


def _says(lane: Lane, made: int, new: int) -> str:
    if not made:
        return f"{lane.name} has made no node yet."
    more = f", {counted(new, 'new one')} with an outline" if new else ""
    return f"{counted(made, 'node')} so far{more}. Click a node to see its line."


def _line_of(lane: Lane, name: str) -> str:
    """Return which line made a node, and how often a kernel has run for it."""
    made = next(each for each in lane.nodes if each.node.name == name)
    text = lane.text_of(lane.steps[made.step])
    runs = sum(ran.node == name for ran in lane.kernels)
    said = f"`{name}` was made by the line `{text}`. By the lane's end"
    if runs:
        return f"{said} it ran {counted(runs, 'kernel')}."
    return f"{said} the profiler saw no kernel of its own."
