"""A breakpoint in each lane: how often a debugger stops, and what it sees."""

import streamlit as st

from lenet.results.debugging import EAGER, FUNCTION, Stops
from ui.components import code
from ui.components.code import code_box, runs_here, show_code, show_function
from ui.components.numbers import counted
from ui.components.questions import Option, Question, ask
from ui.components.snippets import output
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.debugging_runs import has_run, lanes, run_button
from ui.lessons.sessions_vs_eager.messages import RAISED
from ui.visitor import workers

SECONDS = 60.0
RUN = "lenet.graphs.debugging.breakpoints:run_breakpoint"
LINE = "lenet.graphs.debugging.breakpoints:breakpoint_line"
DEBUGGER = "lenet.graphs.debugging.breakpoints:Debugger"
BODY = "lenet.graphs.debugging.program:loss_of"
EAGERLY = "tf.config.run_functions_eagerly(True)"
QUESTION = Question(
    key=key("guess_breakpoint"),
    page="sessions_vs_eager",
    before="Before you run them",
    text="In how many calls of the tf.function does the debugger stop in its body?",
    options=(
        Option(
            "In every call",
            "This needs a body that is Python in every call: eager execution, or "
            f"`{EAGERLY}`.",
            lambda seen: len(seen.stops) == seen.calls,
        ),
        Option(
            "Only in the first",
            "The first call traces the body, which is Python. Later calls run the "
            "graph, where no debugger of Python can stop.",
            lambda seen: [stop.call for stop in seen.stops] == [1],
        ),
        Option(
            "In none",
            "The body must run once as Python, or there would be no graph.",
            lambda seen: not seen.stops,
        ),
    ),
)


def show() -> list[str]:
    """Show a body with a breakpoint and a question; after a run, all stops."""
    eagerly = st.toggle(
        f"`{EAGERLY}`",
        key=key("functions_eagerly"),
        bind="query-params",
        help="Every `tf.function` of the process then runs as Python, for debugging.",
    )
    choice = ("breakpoint", eagerly)
    seen = run(eagerly) if has_run(choice) else None
    body, prediction = st.columns(2, gap="medium")
    with prediction:
        asked = ask(QUESTION, run=choice)
        if seen:
            asked.reveal(seen[FUNCTION], truth(FUNCTION, seen[FUNCTION]))
        else:
            run_button(choice, "Call the body several times in each lane.")
    with body:
        show_body()
    if seen:
        st.subheader("Where the debugger stopped")
        lanes("breakpoint", lambda lane: show_lane(seen[lane]))
    with st.expander("The debugger", icon=":material/bug_report:"):
        code_box(DEBUGGER)
    return showed(seen, eagerly) if seen else []


def run(eagerly: bool) -> dict[str, Stops]:
    """Return where a debugger stopped in each lane, once for all visitors.

    The switch is of a whole process, so it has one of its own.
    """
    with waiting("Debugging each lane", code.HEIGHT):
        seen: dict[str, Stops] = workers.recall(
            RUN, eagerly=eagerly, apart=eagerly, seconds=SECONDS
        )
    return seen


def show_body() -> None:
    """Show the body, with the line of the breakpoint marked."""
    with waiting("The code is being read", code.HEIGHT):
        source, line = workers.source(BODY), workers.recall(LINE)
    show_function(source, {line: [RAISED]}, caption=runs_here(source))
    text = source.text.splitlines()[line - 1].strip()
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
        f"In {counted(seen.calls, 'call')} in the lane {lane}, it stopped "
        f"**{counted(len(seen.stops), 'time')}**."
    )


def showed(seen: dict[str, Stops], eagerly: bool) -> list[str]:
    """Return what the run showed, with its own counts."""
    lines = [truth(lane, each) for lane, each in seen.items()]
    if eagerly:
        lines.append(
            f"`{EAGERLY}` turns every `tf.function` into Python, so the debugger works "
            "as in eager execution. A Session has no such switch. Switch it off again "
            "after debugging: a graph is faster."
        )
    elif len(seen[FUNCTION].stops) < len(seen[EAGER].stops):
        lines.append(
            "While tracing, the debugger sees symbolic tensors without values. Switch "
            f"on `{EAGERLY}` to see values."
        )
    return lines
