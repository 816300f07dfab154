"""The same bug in each lane: where its error surfaces, and what it names."""

import streamlit as st

from lenet.graphs.debugging import BUGS, SHAPES
from lenet.results.debugging import BugRun, BugRuns
from ui.components import code
from ui.components.code import code_box, runs_here, show_code, show_function
from ui.components.messages import RAISED, READ, show_message
from ui.components.pills import one_by_title, titles_of
from ui.components.questions import ask
from ui.components.snippets import output
from ui.components.tables import table
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key, runs
from ui.lessons.sessions_vs_eager.debugging.bug_facts import (
    CHECK,
    question,
    rows,
    showed,
    truth,
)
from ui.lessons.sessions_vs_eager.debugging.lanes import RUN as LABEL
from ui.lessons.sessions_vs_eager.debugging.lanes import lanes
from ui.visitor import workers

SECONDS = 60.0
RUN = "lenet.graphs.debugging.bugs:run_bug"
SWITCH = "lenet.graphs.debugging.bugs:numbers_checked"
BODY = "lenet.graphs.debugging.program:loss_of"


def show() -> list[str]:
    """Show a choice of bugs and a question; after a run, each lane's error."""
    choice = choose()
    bug, _, check = choice
    st.markdown(BUGS[bug].what)
    found = run(*choice) if runs.begun(choice) else None
    body, prediction = st.columns(2, gap="medium")
    with prediction:
        asked = ask(question(*choice), run=runs.begun(choice) or choice)
        if found:
            asked.reveal(found.at_the_cause, truth(found))
        runs.button(choice, "Run the body with this bug in each lane.", LABEL)
    if asked.is_again:
        found = None
    with body:
        show_body(found)
        if check:
            code_box(SWITCH)
    if found is None:
        return []
    st.subheader("Where the error surfaces")
    table(rows(found))
    lanes("bug", lambda lane: show_lane(found.lanes[lane]))
    st.caption(
        "`autograph=False`: the body has no `if` and no loop to convert, so Python "
        "runs it as it is written."
    )
    return showed(found, bug, check)


def choose() -> tuple[str, str, bool]:
    """Show the choices; return the bug, the shapes and whether to check numbers."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        bug = one_by_title(
            "Bug",
            titles_of(BUGS),
            key("bug"),
        )
        shapes = one_by_title(
            "The graph is told",
            SHAPES,
            key("shapes"),
            help="The shape of the placeholder, and of the `input_signature` of "
            "`tf.function`. Without a signature, `tf.function` is told the real sizes.",
        )
        check = st.toggle(
            f"`{CHECK}`",
            key=key("check_numerics"),
            bind="query-params",
            help="TensorFlow then checks the result of each operation for NaN and "
            "infinity.",
        )
    return bug, shapes, check


def run(bug: str, shapes: str, check: bool) -> BugRuns:
    """Return the bug in each lane, once for all visitors.

    The check is a switch of a whole process, so it has one of its own.
    """
    with waiting("Running the bug in each lane", code.HEIGHT):
        found: BugRuns = workers.recall(
            RUN, bug, shapes=shapes, check=check, apart=check, seconds=SECONDS
        )
    return found


def show_body(found: BugRuns | None) -> None:
    """Show the body, which is the same in all lanes; light its bug after a run."""
    if found is None:
        code_box(BODY)
        return
    marks = {found.cause.line: [READ]}
    show_function(found.body, marks, caption=runs_here(found.body))
    st.markdown(f":blue-badge[the bug] `{found.cause.code}`")


def show_lane(run: BugRun) -> None:
    """Show what called the body, and the message or the result."""
    is_here = run.message and f"def {run.place.function}(" in run.driver.text
    marks = {run.place.line: [RAISED]} if is_here else {}
    show_code(run.driver, marks, folded=code.description(run.driver.text))
    if run.message is None:
        st.markdown(f":gray-badge[returned] no error, **{run.distance}** lines later")
        st.html(output(run.returned))
        return
    st.markdown(f":red-badge[raised an error] {run.surfaces}")
    if run.traceback:
        st.markdown("The lit line is the last one of your code:")
        show_message(run.traceback, of="The traceback")
        st.markdown("The message below the traceback:")
    show_message(run.message, run.naming)
