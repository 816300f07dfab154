"""The question about a run's curve: how often is a point of it written?"""

import streamlit as st

from lenet.tensorboard.runs import Curve
from ui.components.fragments import guard
from ui.components.numbers import counted
from ui.components.questions import Option, Question, ask
from ui.lessons.tensorboard import key
from ui.lessons.tensorboard.runs import Logged, logged
from ui.visitor import workers

CURVE = "train/epoch_accuracy"
COUNTED = key("counted")
Counts = tuple[int, int, int]  # of points, epochs and batches

POINTS = Question(
    key=key("points"),
    page="tensorboard",
    before="Before you count them",
    text="How many points has the curve of the training accuracy in your newest run?",
    options=(
        Option(
            "One for each epoch",
            "The callback writes at the end of each epoch. What happens within one, "
            "TensorBoard does not know.",
            lambda counts: counts[0] == counts[1],
        ),
        Option(
            "One for each batch",
            "The callback does so only with `update_freq='batch'`: each point costs "
            "time and space in the log.",
            lambda counts: counts[0] == counts[2],
        ),
        Option(
            "One for each second",
            "The clock has no part in it. TensorBoard can show the time on its "
            "horizontal axis, but the points are the same.",
            lambda counts: counts[0] not in counts[1:],
        ),
    ),
)


@guard
def show() -> None:
    """Ask about the newest run of the visitor; a press counts what its log has."""
    runs = logged()
    if not runs:
        return
    newest = runs[0]
    is_counted = st.session_state.get(COUNTED) == newest.run
    asked = ask(POINTS, run=newest.run if is_counted else None)
    if is_counted:
        counts = counts_of(newest)
        asked.reveal(counts, truth(counts))
        return
    st.button(
        "Count the points",
        icon=":material/timeline:",
        on_click=_count,
        args=(newest.run,),
        help=f"Read the log of {newest.run}.",
    )


def _count(run: str) -> None:
    st.session_state[COUNTED] = run


def counts_of(newest: Logged) -> Counts:
    """Return the points of a run's curve, and its epochs and batches."""
    training, outcome = newest.training, newest.outcome
    curves: dict[str, Curve] = workers.call(
        "lenet.tensorboard.runs:scalars", str(workers.log_root()), newest.run
    )
    epochs = sum(report.val_loss is not None for report in training.reports)
    return len(curves[CURVE].steps), epochs, outcome.state.step - training.first_step


def truth(counts: Counts) -> str:
    """Return what was counted."""
    points, epochs, batches = counts
    return (
        f"The run's log has **{counted(points, 'point')}** of this curve, for "
        f"{counted(epochs, 'epoch')} of {counted(batches, 'batch', 'batches')} in all."
    )
