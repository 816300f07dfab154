"""One training from settings to outcome: what the app and the terminal run."""

from collections.abc import Callable
from pathlib import Path

from lenet import digits
from lenet.evaluation import evaluate
from lenet.models import PARADIGMS
from lenet.replicas.strategies import strategy_for
from lenet.results import Outcome, Report
from lenet.run_log import RunLog
from lenet.settings import Settings
from lenet.state import TrainState
from lenet.training import train

# Bytes that all runs may take on the disk. TensorBoard needs about four bytes
# of memory for each, so this is some 200 short runs and 50 MB.
LOG_QUOTA = 12_000_000


def run(
    settings: Settings,
    state: TrainState | None = None,
    *,
    on_report: Callable[[Report], object] | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_state: Callable[[TrainState], object] | None = None,
    log_root: str | Path | None = None,
    log_quota: int = LOG_QUOTA,
) -> Outcome:
    """Load digits, build a model, train it, log it, and evaluate it.

    With `state` the training goes on from there for `settings.epochs` more
    epochs; the weights fit every paradigm. `on_report`, `should_stop` and
    `on_state` are those of `train`. The log goes into a new run folder below
    `log_root`, nowhere if that is None; where it cannot be written the
    training goes on, and the outcome says why it has no run.

    Raises DigitsError where the digits cannot be had, and ValueError for
    settings or a state that no training can use.
    """
    strategy = strategy_for(settings.placement)
    data = digits.load(settings.source, limit=settings.limit)
    model = PARADIGMS[settings.paradigm](seed=settings.seed)
    log = RunLog(log_root, log_quota) if log_root else None
    epochs_done = 0

    def keep(state: TrainState) -> None:
        nonlocal epochs_done
        epochs_done += 1
        if on_state:
            on_state(state)

    last = train(
        model,
        data,
        loop=settings.loop,
        epochs=settings.epochs,
        batch_size=settings.batch_size,
        optimizer=settings.optimizer,
        learning_rate=settings.learning_rate,
        seed=settings.seed,
        strategy=strategy,
        on_report=on_report,
        should_stop=should_stop,
        state=state,
        on_state=keep,
        callbacks=[log] if log else [],
    )
    return Outcome(
        state=last,
        evaluation=evaluate(model, data.test_images, data.test_labels),
        run=log.run if log and not log.failure else None,
        finished=epochs_done == settings.epochs,
        log_failure=log.failure if log else None,
    )
