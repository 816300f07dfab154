"""The question about a bug in three lanes, and the facts that answer it."""

from lenet.results.debugging import BugRun, BugRuns
from lenet.results.graphs import EAGER, FUNCTION, LANE_NAMES
from ui.components.numbers import counted
from ui.components.questions import Option, Question
from ui.lessons.sessions_vs_eager import key

NAN = "nan"  # of the bugs, the one that raises no error by itself
CHECK = "tf.debugging.enable_check_numerics()"
OPTIONS = (
    Option(
        "In all three",
        "This needs a bug that shows in the known sizes. A graph then finds it "
        "while it is built, at the same line as eager execution.",
        lambda found: found == LANE_NAMES,
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
        "This is so if nothing raises an error. TensorFlow goes on computing with NaN.",
        lambda found: found == (),
    ),
)


def question(bug: str, shapes: str, check: bool) -> Question:
    """Return the question about one choice: each has its own prediction."""
    return Question(
        key=key(f"guess_bug_{bug}_{shapes}_{check}"),
        page="sessions_vs_eager",
        before="Before you run them",
        text="Look at the lines of your code in the traceback. In which lanes is the "
        "last one the line with the bug?",
        options=OPTIONS,
    )


def truth(found: BugRuns) -> str:
    """Return in a sentence in which lanes the traceback's last own line has the bug."""
    if not any(run.message for run in found.lanes.values()):
        returned = next(iter(found.lanes.values())).returned
        return f"No lane raised an error. Each returned **{returned}**."
    lanes = ", ".join(found.at_the_cause) or "no lane"
    return f"The last line of your code was `{found.cause.code}` in: **{lanes}**."


def rows(found: BugRuns) -> list[dict[str, str]]:
    """Return the facts of each lane as a row of a table."""
    return [
        {
            "Lane": f"**{lane}**",
            "The error surfaces": run.surfaces,
            "Python lines after the bug": f"**{run.distance}**",
            "The message": _message(run),
        }
        for lane, run in found.lanes.items()
    ]


def _message(run: BugRun) -> str:
    if run.message is None:
        return "none"
    lines = counted(len(run.message.lines), "line")
    if not run.naming:
        return f"{lines}; the traceback names the bug"
    noun = "line" if len(run.naming) == 1 else "lines"
    names = ", ".join(str(at + 1) for at in run.naming)
    return f"{lines}; the bug is named in {noun} {names}"


def showed(found: BugRuns, bug: str, check: bool) -> list[str]:
    """Return what the run of a bug showed, with its own counts."""
    lines = [
        f"**{lane}**: the error surfaced {run.surfaces}, "
        f"**{counted(run.distance, 'line')}** of Python after the bug."
        for lane, run in found.lanes.items()
        if run.message
    ]
    if not lines:
        after = ", ".join(
            f"{lane} **{run.distance}**" for lane, run in found.lanes.items()
        )
        return [
            "The NaN raised an error **nowhere**. It was in the result, some lines of "
            f"Python after the bug: {after}.",
            f"Switch on `{CHECK}` to see the line.",
        ]
    if check and bug != NAN:
        lines.append("The check changed nothing: it looks for NaN and infinity only.")
    if check and bug == NAN:
        lines.append(
            "With the check, TensorFlow names the line that made the first NaN. In "
            "eager execution the message shows the values that went in, in a graph "
            "only the tensors' names."
        )
    elif found.at_the_cause == LANE_NAMES:
        lines.append("A graph finds a wrong shape early if it knows the sizes.")
    else:
        lines.append(
            "Python ran all of the body before a graph ran. So the last line of your "
            "code in the traceback is the call of the graph, and only the message "
            "names the line with the bug."
        )
    return lines
