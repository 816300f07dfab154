"""Three lanes: the same lines in a Session, eager and in a tf.function."""

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lenet.results.lanes import LANE_NAMES, PROGRAM_NAMES, Lane
from ui.components.choices import one_of_few
from ui.components.code import LIT, show_function, where
from ui.components.columns import columns_or_tabs
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.questions import ask
from ui.components.stepper import Stepper, show_stepper, stepper_of
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.lanes_clocks import (
    AXES,
    COLOURS,
    clocks,
    legend,
    pale_after,
)
from ui.lessons.sessions_vs_eager.lanes_now import now
from ui.lessons.sessions_vs_eager.lanes_showed import (
    QUESTION,
    more_than_once,
    showed,
    truth,
)
from ui.lessons.sessions_vs_eager.tabs import LANES, close
from ui.visitor import workers

HEIGHT = 900  # pixels of the three columns
SECONDS = 60.0
Slots = Mapping[str, Sequence[DeltaGenerator]]


def recorded(program: str) -> tuple[Lane, ...]:
    """Return the three lanes of a program, recorded once for all visitors."""
    with waiting("Running the lines in all three lanes", HEIGHT):
        lanes: tuple[Lane, ...] = workers.recall(
            "lenet.graphs.lanes.record:record_all",
            program,
            st.session_state.paradigm,
            st.session_state.seed,
            seconds=SECONDS,
        )
    return lanes


@part
def show() -> None:
    """Lay the tab out: choices and stepper on top, the lanes, the graph."""
    st.markdown(
        "The function in the middle is the same in all three lanes. Step through them "
        "together, and watch what each line makes.",
        help=explain("session", "eager", "graph", "trace", "node", "op kernel"),
    )
    with st.container(horizontal=True, gap="medium"):
        program = _choose_program()
        axis = _choose_axis()
    lanes = recorded(program)
    top = st.container()
    slots = show_lanes(lanes, axis)
    below = st.container()
    steps = stepper_for(program, lanes)
    steps.fragment(show_position)(program, top, slots, below)


def stepper_for(program: str, lanes: Sequence[Lane]) -> Stepper:
    """Return the stepper of a program: a position for each step of the longest lane."""
    count = 1 + max(lane.last for lane in lanes)
    return stepper_of(key(f"stepper_{PROGRAM_NAMES.index(program)}"), count)


def show_lanes(lanes: Sequence[Lane], axis: str) -> Slots:
    """Show the code and the clocks of each lane; return places for what changes."""
    by_name = {lane.name: lane for lane in lanes}
    slots: dict[str, list[DeltaGenerator]] = {name: [] for name in LANE_NAMES}

    def show_lane(name: str) -> None:
        slots[name].append(st.empty())
        show_code_of(by_name[name])
        st.html(clocks(by_name[name], axis))

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
        marks = {line: [_mark(lane, name, line)] for line in lines}
        show_function(source, marks, caption=f"`{name}` in {where(source)}")


def show_position(
    program: str, top: DeltaGenerator, slots: Slots, below: DeltaGenerator
) -> None:
    """Show the current step of each lane: the fragment that a press reruns."""
    lanes = recorded(program)
    steps = stepper_for(program, lanes)
    with top:
        show_stepper(steps, f"Step {steps.index + 1} of {steps.last + 1}", play=True)
        run = (program, st.session_state.paradigm, st.session_state.seed)
        asked = ask(QUESTION, run=run, on_change=steps.touch)
        st.html(_legend())
    has_ended = steps.index == steps.last
    if has_ended:
        asked.reveal(more_than_once(lanes), truth(lanes))
    for lane in lanes:
        for slot in slots[lane.name]:
            slot.html(now(lane, steps.index))
    # Streamlit keeps only the position of a container that every run writes to.
    with below.container():
        st.html(f"<style>{_rules(lanes, steps)}</style>")
        close(LANES, *(showed(program, lanes) if has_ended else ()))


def _choose_program() -> str:
    return one_of_few(
        "Program",
        PROGRAM_NAMES,
        key("program"),
        "The model has the paradigm of the sidebar. The seed decides its weights and "
        "the images.",
    )


def _choose_axis() -> str:
    return one_of_few(
        "Axis of the clocks",
        AXES,
        key("axis"),
        "Lines take milliseconds, kernels often microseconds. By order, each mark "
        "is one place further to the right than the mark before it.",
    )


def _legend() -> str:
    marks = "".join(
        f'<span><i style="background: {COLOURS[clock]}"></i>{words}</span>'
        for clock, words in legend()
    )
    return f'<p class="lane-legend">{marks}</p>'


def _mark(lane: Lane, function: str, line: int) -> str:
    return f"{lane.name}-{function}-{line}"


def _rules(lanes: Sequence[Lane], steps: Stepper) -> str:
    """Return CSS that lights each lane's line, and pales what comes later."""
    lit = [
        f'.lit-code .line[data-marks~="{_mark(lane, step.function, step.line)}"]'
        for lane in lanes
        if steps.index <= lane.last
        for step in [lane.steps[steps.index]]
    ]
    return f"{', '.join(lit)} {{{LIT}}} {pale_after(steps.index, steps.last)}"
