"""The visitor's training, which runs in its own process."""

from lenet.settings import Settings
from ui.foreman.client import WorkError, foreman
from ui.foreman.trainings import Status
from ui.visitor import costs
from ui.visitor.identity import visitor
from ui.visitor.state import Training, VisitorState, visitor_state

LOST = (
    "The training ended with the process that ran it. "
    "The weights of the last finished epoch are saved. Press Continue to resume."
)


def start(settings: Settings, *, afresh: bool) -> None:
    """Start a training, from new weights or from the visitor's own model.

    A second start while one runs changes nothing. Raises ValueError where too many
    trainings wait, and WorkError where the workers are not there.
    """
    mine = visitor_state()
    with mine.lock:
        if mine.training and mine.training.active:
            return
        state = None if afresh else mine.model
        number = foreman().ask(
            "start_training", visitor=visitor(), settings=settings, state=state
        )
        mine.begin(Training(settings, number, state.step if state else 0))


def stop() -> None:
    """Stop the visitor's training after the current batch; its weights are kept."""
    foreman().ask("stop_training", visitor=visitor())


def follow() -> VisitorState:
    """Return the visitor's state, up to date with their training.

    This also reports to the foreman that the visitor is still here.
    """
    mine = visitor_state()
    with mine.lock:
        training = mine.training
        if training is None or not training.active:
            return mine
        status = _status(mine, training)
        if status is None or status.job != training.number:
            training.phase, training.message = "failed", LOST
        else:
            _take(mine, training, status)
    return mine


def _status(mine: VisitorState, training: Training) -> Status | None:
    try:
        status: Status | None = foreman().ask(
            "training_status",
            visitor=visitor(),
            job=training.number,
            reports_seen=training.reports_seen,
            step_seen=mine.model.step if mine.model else -1,
        )
    except WorkError:
        return None
    return status


def _take(mine: VisitorState, training: Training, status: Status) -> None:
    training.add(status.reports)
    training.phase, training.place = status.phase, status.place
    training.begun = status.begun
    training.message = status.message
    mine.model = status.state or mine.model
    training.seconds = status.seconds
    if not training.active:
        training.outcome = status.outcome
        if status.outcome and status.outcome.run:
            mine.logs.append(status.outcome.run)
        costs.keep(training)
        foreman().ask("forget_training", visitor=visitor())
