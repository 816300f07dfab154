"""A breakpoint in each lane: how often a debugger stops, and what it sees."""

import streamlit as st

from lenet.graphs.debugging import STOP_LINE, WAYS
from lenet.results.debugging import Stops
from lenet.results.graphs import FUNCTION
from ui.components import code
from ui.components.code import code_box, runs_here, show_code, show_function
from ui.components.glossary import explain
from ui.components.messages import RAISED
from ui.components.numbers import counted
from ui.components.pills import one_by_title
from ui.components.questions import Option, Question, ask
from ui.components.snippets import output
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key, runs
from ui.lessons.sessions_vs_eager.debugging.lanes import RUN as LABEL
from ui.lessons.sessions_vs_eager.debugging.lanes import lanes
from ui.visitor import workers

SECONDS = 60.0
RUN = "lenet.graphs.debugging.breakpoints:run_breakpoint"
BODY = "lenet.graphs.debugging.program:loss_of"
SWITCH = "lenet.graphs.debugging.breakpoints:functions_run_eagerly"
DEBUGGER = "lenet.graphs.debugging.debugger:Debugger"
EAGERLY = "tf.config.run_functions_eagerly(True)"
SHOWED = {
    "as_written": "While tracing, the debugger sees symbolic tensors without values. "
    f"`{EAGERLY}` brings the values back.",
    "converted": "AutoGraph runs converted code, so a breakpoint that an editor or pdb "
    "sets at a line of your file is not reached. A call of `breakpoint()` in the body "
    f"is converted too, and stops while tracing. `{EAGERLY}` runs your file again.",
    "eagerly": f"`{EAGERLY}` turns every `tf.function` into Python, so the debugger "
    "works as in eager execution. A Session has no such switch. Switch it off after "
    "debugging: a graph is faster.",
}
assert SHOWED.keys() == WAYS.keys()
OPTIONS = (
    Option(
        "In every call",
        "This needs a body that runs as Python in every call: eager execution, or "
        f"`{EAGERLY}`.",
        lambda seen: len(seen.stops) == seen.calls,
    ),
    Option(
        "Only in the first",
        "The first call traces the body, and without AutoGraph the body itself "
        "runs. Later calls run the graph, which has no Python lines.",
        lambda seen: [stop.call for stop in seen.stops] == [1],
    ),
    Option(
        "In none",
        "This is so with AutoGraph. It converts the body to new code in another "
        "file. Python runs what it made of the line, not the line in this file.",
        lambda seen: not seen.stops,
    ),
)


def question(way: str) -> Question:
    """Return the question about one way: each has its own prediction."""
    return Question(
        key=key(f"guess_breakpoint_{way}"),
        page="sessions_vs_eager",
        before="Before you run them",
        text="In which calls of the tf.function does the debugger stop at the line?",
        options=OPTIONS,
    )


def show() -> list[str]:
    """Show a body with a breakpoint and a question; after a run, all stops."""
    way = one_by_title(
        "tf.function with",
        WAYS,
        key("function_way"),
        help=explain("AutoGraph", "trace"),
    )
    choice = ("breakpoint", way)
    seen = run(way) if runs.begun(choice) else None
    body, prediction = st.columns(2, gap="medium")
    with prediction:
        asked = ask(question(way), run=runs.begun(choice) or choice)
        if seen:
            asked.reveal(seen[FUNCTION], truth(FUNCTION, seen[FUNCTION]))
        runs.button(choice, "Call the body several times in each lane.", LABEL)
    with body:
        show_body()
        if way == "eagerly":
            code_box(SWITCH)
    if seen is None or asked.is_again:
        return []
    st.subheader("Where the debugger stopped")
    lanes("breakpoint", lambda lane: show_lane(seen[lane]))
    with st.expander("The debugger", icon=":material/bug_report:"):
        code_box(DEBUGGER)
    return showed(seen, way)


def run(way: str) -> dict[str, Stops]:
    """Return where a debugger stopped in each lane, once for all visitors.

    Running eagerly is a switch of a whole process, so it has one of its own.
    """
    with waiting("Debugging each lane", code.HEIGHT):
        seen: dict[str, Stops] = workers.recall(
            RUN, way, apart=way == "eagerly", seconds=SECONDS
        )
    return seen


def show_body() -> None:
    """Show the body, with the line of the breakpoint marked."""
    with waiting("The code is being read", code.HEIGHT):
        source = workers.source(BODY)
    show_function(source, {STOP_LINE: [RAISED]}, caption=runs_here(source))
    text = source.text.splitlines()[STOP_LINE - 1].strip()
    st.markdown(f":red-badge[breakpoint] `{text}`")


def show_lane(seen: Stops) -> None:
    """Show what called the body, and what the debugger saw at each stop."""
    show_code(seen.driver, folded=code.description(seen.driver.text))
    st.markdown(f"Stops in {counted(seen.calls, 'call')}: **{len(seen.stops)}**")
    for stop in seen.stops:
        st.caption(f"In call {stop.call}" if stop.call else "While the graph is built")
        names = [f"{name} = {value}" for name, value in stop.names.items()]
        st.html(output("\n".join(names)))


def truth(lane: str, seen: Stops) -> str:
    """Return in a sentence how often the debugger stopped in a lane."""
    return (
        f"**{lane}**, {counted(seen.calls, 'call')}: the debugger stopped "
        f"{counted(len(seen.stops), 'time')}."
    )


def showed(seen: dict[str, Stops], way: str) -> list[str]:
    """Return what the run showed, with its own counts."""
    return [*(truth(lane, each) for lane, each in seen.items()), SHOWED[way]]
