"""Three lanes: the same lines in a Session, eager and in a tf.function."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lenet.results.graphs import LANE_NAMES
from lenet.results.lanes import PROGRAM_NAMES, Lane, Step
from ui.components.code import LIT
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.questions import ask
from ui.components.stepper import Stepper, show_stepper, stepper_of
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.lanes.choices import (
    choose_axis,
    choose_graph,
)
from ui.lessons.sessions_vs_eager.lanes.clocks import (
    COLOURS,
    legend,
    mark_of,
    pale_after,
)
from ui.lessons.sessions_vs_eager.lanes.columns import (
    Slots,
    show_lanes,
    show_notes,
)
from ui.lessons.sessions_vs_eager.lanes.growth import show_growth
from ui.lessons.sessions_vs_eager.lanes.now import now
from ui.lessons.sessions_vs_eager.lanes.showed import (
    QUESTION,
    more_than_once,
    showed,
    truth,
)
from ui.lessons.sessions_vs_eager.program import choose_program, model_of
from ui.lessons.sessions_vs_eager.tabs import LANES, close
from ui.visitor import workers

HEIGHT = 900  # pixels of the three columns
SECONDS = 60.0
CALLING = "background: color-mix(in srgb, var(--lit) 40%, transparent);"


def recorded(program: str) -> tuple[Lane, ...]:
    """Return the three lanes of a program, recorded once for all visitors."""
    with waiting("Running the lines in all three lanes", HEIGHT):
        return run(program, *model_of(program))


# Not with `workers.recall`: a recording has up to 150 kB, so these are 6 MB at most.
@st.cache_data(show_spinner=False, max_entries=40)
def run(program: str, paradigm: str, seed: int) -> tuple[Lane, ...]:
    """Return the three lanes of a program, run in a process of its own."""
    lanes: tuple[Lane, ...] = workers.call(
        "lenet.graphs.lanes.record:record_all",
        *(program, paradigm, seed),
        seconds=SECONDS,
        apart=True,  # each recording would leave about 2 MB in a worker
    )
    return lanes


@part
def show() -> None:
    """Lay the tab out: choices and stepper on top, the lanes, the graph."""
    st.markdown(
        "Three lanes compute the same numbers with the same function. Each press of "
        "**Step** shows the next line of all three, and what it made.",
        help=explain("session", "eager", "graph", "trace", "node", "op kernel"),
    )
    with st.container(horizontal=True, gap="medium"):
        program = choose_program()
        axis = choose_axis()
    lanes = recorded(program)
    top = st.container(key=key("lanes_top"))
    slots = show_lanes(lanes, axis)
    show_notes(program, lanes)
    built = choose_graph()
    below = st.container()
    steps = stepper_for(program, lanes)
    steps.fragment(show_position)(program, built, top, slots, below)


def stepper_for(program: str, lanes: Sequence[Lane]) -> Stepper:
    """Return the stepper of a program: a position for each step of the longest lane."""
    count = 1 + max(lane.last for lane in lanes)
    return stepper_of(key(f"stepper_{PROGRAM_NAMES.index(program)}"), count)


def show_position(
    program: str,
    built: str,
    top: DeltaGenerator,
    slots: Slots,
    below: DeltaGenerator,
) -> None:
    """Show the current step of each lane: the fragment that a press reruns."""
    lanes = recorded(program)
    steps = stepper_for(program, lanes)
    with top:
        # Neither the paradigm nor the seed changes how often Python runs the lines.
        asked = ask(QUESTION, run=program)
        show_stepper(steps, f"Step {steps.index + 1} of {steps.last + 1}", play=True)
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
        show_growth(program, lanes[LANE_NAMES.index(built)], steps.index)
        close(LANES, *(showed(program, lanes) if has_ended else ()))


def _legend() -> str:
    marks = "".join(
        f'<span><i style="background: {COLOURS[clock]}"></i>{words}</span>'
        for clock, words in legend()
    )
    hint = "<span>Point at a mark for its milliseconds.</span>"
    return f'<p class="lane-legend">{marks}{hint}</p>'


def _rules(lanes: Sequence[Lane], steps: Stepper) -> str:
    """Return CSS that lights each lane's line, and pales what comes later."""
    running = [lane for lane in lanes if steps.index <= lane.last]
    lit = [_selector(lane, lane.steps[steps.index]) for lane in running]
    calling = [
        _selector(lane, step) for lane in running for step in lane.calling(steps.index)
    ]
    paler = f"{', '.join(calling)} {{{CALLING}}}" if calling else ""
    pale = pale_after(steps.index, steps.last)
    return f"{paler} {', '.join(lit)} {{{LIT}}} {pale}"


def _selector(lane: Lane, step: Step) -> str:
    return f'[data-marks~="{mark_of(lane, step.function, step.line)}"]'
