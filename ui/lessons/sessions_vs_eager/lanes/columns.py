"""The code and the clocks of each lane, which do not change from step to step."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lenet.results.graphs import LANE_NAMES
from lenet.results.lanes import FORWARD, TRAINING, Lane
from ui.components.code import code_box, description, show_code, where
from ui.components.columns import columns_or_tabs
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.lanes.clocks import clocks, mark_of
from ui.lessons.sessions_vs_eager.lanes.events import length
from ui.lessons.sessions_vs_eager.tabs import FETCHES

WEIGHTS = "lenet.graphs.lanes.weights"
HELPERS = {
    FORWARD: (f"{WEIGHTS}:load",),
    TRAINING: (
        f"{WEIGHTS}:load",
        f"{WEIGHTS}:fetch",
        "lenet.graphs.lanes.training:updates_in",
    ),
}
NO_CODE = (
    "Keras runs the layers of a **{paradigm}** model inside the one line that calls "
    "it. Choose **Subclassing** in the sidebar to step through its `call`."
)
READ = (
    "Read a row of the clocks from left to right. In the eager lane, a line's kernels "
    "run below its blue bar. In the other two lanes, a line of the function has nodes "
    "there. Its kernels run later, and Python does not run the line again."
)
RECORDED = (
    "The lanes ran on this machine, one after the other, on the same numbers. To "
    "follow each line takes time as well: without it, Python's bars would be shorter. "
    "Each lane ran once before, so that no lane pays for what happens only once. "
    "Constants and handles of variables are no kernels in TensorFlow's profiler, "
    f"which gave these numbers. **{FETCHES}** counts them too."
)
Slots = Mapping[str, Sequence[DeltaGenerator]]


def show_lanes(lanes: Sequence[Lane], axis: str) -> Slots:
    """Show the code and the clocks of each lane; return places for what changes."""
    end = max(map(length, lanes))  # one axis of time for all
    by_name = {lane.name: lane for lane in lanes}
    slots: dict[str, list[DeltaGenerator]] = {name: [] for name in LANE_NAMES}

    def show_lane(name: str) -> None:
        # Not st.empty(): only a container takes elements from an inner fragment.
        slots[name].append(st.container())
        st.html(clocks(by_name[name], axis, end))
        show_code_of(by_name[name])

    def show_titled(name: str) -> None:
        st.markdown(f":blue-badge[{name}]")
        show_lane(name)

    columns_or_tabs(
        key("lanes"),
        LANE_NAMES,
        show_titled,
        show_lane,
        widths=(1, 1, 1),
        opened=LANE_NAMES[0],
    )
    return slots


def show_code_of(lane: Lane) -> None:
    """Show the functions that Python entered, with marks to light their lines."""
    for name, source in lane.sources.items():
        lines = {step.line for step in lane.steps if step.function == name}
        marks = {line: [mark_of(lane, name, line)] for line in lines}
        text = textwrap.dedent(source.text)
        dedented = replace(source, text=text)
        show_code(dedented, marks, folds=_head(text), caption=where(source))


def _head(text: str) -> dict[range, str]:
    """Return the lines of a function's head that are folded: all but the first."""
    described = description(text)
    if not described:
        return {}
    is_long = described.start > 2
    what = "arguments, description" if is_long else "description"
    return {range(2, described.stop): what}


def show_notes(program: str, lanes: Sequence[Lane]) -> None:
    """Show what the code above does not tell: Keras's part, helpers, recording."""
    if program in HELPERS and all("call" not in lane.sources for lane in lanes):
        st.caption(NO_CODE.format(paradigm=st.session_state.paradigm))
    st.caption(f"{READ} {RECORDED}")
    if helpers := HELPERS.get(program):
        names = ", ".join(f"`{name.partition(':')[2]}`" for name in helpers)
        with st.expander(f"Helpers of the Session lane: {names}"):
            for name in helpers:
                code_box(name)
