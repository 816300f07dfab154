"""The same bug in each lane: where its error surfaces, and what it names."""

import streamlit as st

from lenet.graphs.debugging import BUGS, SHAPES
from lenet.results.debugging import EAGER, FUNCTION, LANES, BugRun, BugRuns
from ui.components import code
from ui.components.code import code_box, runs_here, show_code, show_function
from ui.components.numbers import counted
from ui.components.questions import Option, Question, ask
from ui.components.snippets import output
from ui.components.tables import table
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.debugging_runs import has_run, lanes, run_button
from ui.lessons.sessions_vs_eager.messages import RAISED, READ, show_message
from ui.visitor import workers

SECONDS = 60.0
RUN = "lenet.graphs.debugging.bugs:run_bug"
BODY = "lenet.graphs.debugging.program:loss_of"
CHECK = "tf.debugging.enable_check_numerics()"
QUESTION = Question(
    key=key("guess_bug"),
    page="sessions_vs_eager",
    before="Before you run them",
    text="In which lanes does the traceback end at the line with the bug?",
    options=(
        Option(
            "In all three",
            "This needs a bug that shows in the known sizes. A graph then finds it "
            "while it is built, at the same line as eager execution.",
            lambda found: found == LANES,
        ),
        Option(
            "Only in eager",
            "This is so if only the values or the real sizes show the bug. Eager "
            "execution has them at each line. A graph gets them after Python has left "
            "the body.",
            lambda found: found == (EAGER,),
        ),
        Option(
            "In eager and tf.function",
            "`tf.function` runs a graph, as a Session does. What a Session finds too "
            "late, it finds too late as well.",
            lambda found: found == (EAGER, FUNCTION),
        ),
        Option(
            "In none",
            "This is so if nothing raises an error. TensorFlow goes on computing with "
            "NaN, as Python does.",
            lambda found: found == (),
        ),
    ),
)


def show() -> list[str]:
    """Show a choice of bugs and a question; after a run, each lane's error."""
    choice = choose()
    bug, _, check = choice
    st.markdown(BUGS[bug].what)
    found = run(*choice) if has_run(choice) else None
    body, prediction = st.columns(2, gap="medium")
    with prediction:
        asked = ask(QUESTION, run=choice)
        if found:
            asked.reveal(found.at_the_cause, truth(found))
        else:
            run_button(choice, "Run the body with this bug in each lane.")
    with body:
        show_body(found)
    if found is None:
        return []
    st.subheader("Where the error surfaces")
    table(rows(found))
    lanes("bug", lambda lane: show_lane(found.lanes[lane]))
    return showed(found, check)


def choose() -> tuple[str, str, bool]:
    """Show the choices; return the bug, the shapes and whether to check numbers."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        bug = st.pills(
            "Bug",
            list(BUGS),
            default=next(iter(BUGS)),
            required=True,
            format_func=lambda name: BUGS[name].title,
            key=key("bug"),
            bind="query-params",
            wrap=True,
        )
        shapes = st.pills(
            "The graph is told",
            list(SHAPES),
            default=next(iter(SHAPES)),
            required=True,
            format_func=SHAPES.__getitem__,
            key=key("shapes"),
            bind="query-params",
            help="The shape of the placeholder, and of the `input_signature` of "
            "`tf.function`. Without a signature, `tf.function` is told the real sizes.",
            wrap=True,
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


def truth(found: BugRuns) -> str:
    """Return in a sentence in which lanes the traceback ended at the bug."""
    if not any(run.message for run in found.lanes.values()):
        returned = next(iter(found.lanes.values())).returned
        return f"No lane raised an error. Each returned **{returned}**."
    lanes = ", ".join(found.at_the_cause) or "no lane"
    return f"It ended at `{found.cause.code}` in: **{lanes}**."


def rows(found: BugRuns) -> list[dict[str, str]]:
    """Return the facts of each lane as rows of a table."""
    facts = {
        "The error surfaces": lambda run: run.surfaces,
        "Python's last line": lambda run: f"`{run.place.code}`",
        "Lines from the bug to there": lambda run: f"**{run.distance}**",
        "Lines of the message": _length,
        "The message names the bug in": _naming,
    }
    return [
        {"": name, **{lane: fact(run) for lane, run in found.lanes.items()}}
        for name, fact in facts.items()
    ]


def _length(run: BugRun) -> str:
    return str(len(run.message.lines)) if run.message else "no message"


def _naming(run: BugRun) -> str:
    if run.message is None:
        return "no message"
    if not run.naming:
        return "the traceback does" if run.at_the_cause else "no line"
    return "line " + ", ".join(str(at + 1) for at in run.naming)


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
    show_message(run.message, run.naming)


def showed(found: BugRuns, check: bool) -> list[str]:
    """Return what the run showed, with its own counts."""
    lines = [
        f"**{lane}**: the error surfaced {run.surfaces}, "
        f"**{counted(run.distance, 'line')}** of Python after the bug."
        for lane, run in found.lanes.items()
        if run.message
    ]
    if not lines:
        after = found.lanes[EAGER].distance
        return [
            f"A NaN raised an error **nowhere**. It was in the result, "
            f"{counted(after, 'line')} after the bug.",
            f"Switch on `{CHECK}` to see the line.",
        ]
    if check:
        lines.append(
            "With the check, TensorFlow names the line that made the first NaN. In "
            "eager execution the message shows the values that went in, in a graph "
            "only the tensors' names."
        )
    elif found.at_the_cause == LANES:
        lines.append("A graph finds a wrong shape early if it knows the sizes.")
    else:
        lines.append(
            "Python ran all of the body before a graph ran. So the traceback ends at "
            "the call, and only the message names the line."
        )
    return lines
