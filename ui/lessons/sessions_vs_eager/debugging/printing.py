"""`print` and `tf.print` in each lane: what each one shows, and how often."""

import streamlit as st

from lenet.results.debugging import Printed
from lenet.results.graphs import FUNCTION, SESSION
from ui.components import code
from ui.components.code import code_box, show_code
from ui.components.numbers import counted
from ui.components.questions import Option, Question, ask
from ui.components.snippets import output
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key, runs
from ui.lessons.sessions_vs_eager.debugging.lanes import RUN as LABEL
from ui.lessons.sessions_vs_eager.debugging.lanes import lanes
from ui.visitor import workers

SECONDS = 30.0
RUN = "lenet.graphs.debugging.printing:run_prints"
BODY = "lenet.graphs.debugging.printing:doubled"


QUESTION = Question(
    key=key("guess_print"),
    page="sessions_vs_eager",
    before="Before you run them",
    text="The tf.function is called several times. How often does each of the two "
    "print?",
    options=(
        Option(
            "Both in every call",
            "In eager execution it is so. A `tf.function` runs its Python code, with "
            "`print` in it, only while tracing.",
            lambda seen: seen.by_print == seen.by_tf_print == seen.calls,
        ),
        Option(
            "print once, tf.print in every call",
            "`print` is Python and runs only while tracing. `tf.print` becomes a node, "
            "and the node runs in every call.",
            lambda seen: (seen.by_print, seen.by_tf_print) == (1, seen.calls),
        ),
        Option(
            "Both once",
            "`tf.print` becomes a node of the graph, so it does not end with tracing.",
            lambda seen: seen.by_print == seen.by_tf_print == 1,
        ),
        Option(
            "Only tf.print, in every call",
            "Tracing runs the Python code once, and that runs `print` too.",
            lambda seen: (seen.by_print, seen.by_tf_print) == (0, seen.calls),
        ),
    ),
)


def show() -> list[str]:
    """Show a function that prints and a question; after a run, what was printed."""
    fetch = st.toggle(
        "The session also fetches the node of `tf.print`",
        key=key("fetch_print"),
        bind="query-params",
        help="`tf.print` makes a node named PrintV2. A session runs only what a fetch "
        "needs.",
    )
    choice = ("print", fetch)
    seen = run(fetch) if runs.begun(choice) else None
    body, prediction = st.columns(2, gap="medium")
    with prediction:
        asked = ask(QUESTION, run=runs.begun(choice) or choice)
        if seen:
            asked.reveal(seen[FUNCTION], truth(FUNCTION, seen[FUNCTION]))
        runs.button(choice, "Call the function several times in each lane.", LABEL)
    with body:
        code_box(BODY)
        code_box(RUN)
    if seen is None or asked.is_again:
        return []
    st.subheader("What was printed")
    lanes("print", lambda lane: show_lane(seen[lane]))
    return showed(seen, fetch)


def run(fetch: bool) -> dict[str, Printed]:
    """Return what each lane printed, once for all visitors."""
    with waiting("Printing in each lane", code.HEIGHT):
        seen: dict[str, Printed] = workers.recall(
            RUN, fetch_print=fetch, seconds=SECONDS
        )
    return seen


def show_lane(seen: Printed) -> None:
    """Show what called the function, and all that was printed."""
    show_code(seen.driver, folded=code.description(seen.driver.text))
    st.markdown(f"`print` **{seen.by_print}**, `tf.print` **{seen.by_tf_print}**")
    st.html(output(seen.text))


def truth(lane: str, seen: Printed) -> str:
    """Return in a sentence how often each function printed in a lane."""
    return (
        f"**{lane}**, {counted(seen.calls, 'call')}: `print` printed "
        f"{counted(seen.by_print, 'line')}, `tf.print` "
        f"{counted(seen.by_tf_print, 'line')}."
    )


def showed(seen: dict[str, Printed], fetch: bool) -> list[str]:
    """Return what the run showed, with its own counts."""
    lines = [truth(lane, each) for lane, each in seen.items()]
    lines.append(
        "`print` shows a value only where there is one: in eager execution. While a "
        "graph is built it shows a symbolic tensor."
    )
    if not seen[SESSION].by_tf_print:
        lines.append(
            "In a Session, nothing needs the node of `tf.print`, so it did not run. A "
            "`tf.function` runs such a node by itself. Fetch the node, and run again."
        )
    return lines
