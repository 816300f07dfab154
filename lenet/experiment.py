"""One training, from settings to outcome, for the app and the terminal."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import tensorflow as tf

from lenet import digits, environment
from lenet.machine import memory
from lenet.models import PARADIGMS
from lenet.replicas.chief import state_of_chief
from lenet.replicas.loop import replicated
from lenet.replicas.strategies import strategy_for
from lenet.results.training import Outcome, Report
from lenet.settings import Settings
from lenet.state import TrainState
from lenet.tensorboard.callback import RunLog
from lenet.training import train
from lenet.training.evaluation import evaluate
from lenet.training.first_epoch import FirstEpoch


def run(
    settings: Settings,
    state: TrainState | None = None,
    *,
    resume: bool = False,
    strategy: tf.distribute.Strategy | None = None,
    on_report: Callable[[Report], object] | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_state: Callable[[TrainState], object] | None = None,
    log_root: str | Path | None = None,
    log_quota: int | None = None,
) -> Outcome:
    """Load digits, build a model, train it, log it, and evaluate it.

    With `state`, the training continues from it for `settings.epochs` more
    epochs; its weights fit every paradigm. With `resume`, `settings.epochs`
    includes the epochs that the state has finished, so the final weights are
    the same as without the interruption. `on_report`, `should_stop` and
    `on_state` are passed to `train`. The log is written to a new run folder in
    `log_root` (None: no log). All runs there take at most `log_quota` bytes
    (None: LENET_LOG_MEGABYTES). If the log cannot be written, the training
    continues, and the outcome has the reason in `log_failure`.

    Without a strategy, the accuracy on the training images is computed after
    the first epoch, too.

    `strategy` is a result of `strategy_for(settings.placement)` (None: it is
    made here). On several machines, all continue from the state of worker 0.

    Raises DigitsError if the digits cannot be loaded, and ValueError for
    settings or a state that no training can use.
    """
    strategy = strategy or strategy_for(settings.placement)
    if settings.placement.strategy == "multi-worker":
        state = state_of_chief(strategy, state, settings)
    data = digits.load(settings.source, limit=settings.limit)
    model = PARADIGMS[settings.paradigm](seed=settings.seed)
    log = _run_log(log_root, log_quota) if log_root else None
    first_epoch = None if strategy else FirstEpoch(data, should_stop)
    epochs = settings.epochs - (
        finished_epochs(state, settings) if resume else 0
    )
    ends: list[int] = []  # the step after each epoch

    def at_epoch_end(state: TrainState) -> None:
        ends.append(state.step)
        if on_state:
            on_state(state)

    if state and not epochs:  # interrupted after the last epoch
        model.set_weights(state.weights)
    else:
        state = train(
            model,
            data,
            **_chosen(settings, strategy),
            epochs=epochs,
            state=state,
            on_report=on_report,
            should_stop=should_stop,
            on_state=at_epoch_end,
            callbacks=[each for each in (log, first_epoch) if each],
        )
    return Outcome(
        state=state,
        evaluation=evaluate(model, data.test_images, data.test_labels),
        run=log.run if log and not log.failure else None,
        finished=len(ends) == epochs,
        log_failure=log.failure if log else None,
        memory=memory.own(),
    )


def finished_epochs(state: TrainState | None, settings: Settings) -> int:
    """Return how many whole epochs a state has finished."""
    return state.step // settings.steps_per_epoch if state else 0


def _chosen(
    settings: Settings, strategy: tf.distribute.Strategy | None
) -> dict[str, Any]:
    """Return the arguments of `train` that come from the settings."""
    names = ("batch_size", "optimizer", "learning_rate", "seed")
    loop = partial(replicated, strategy=strategy) if strategy else settings.loop
    return {"loop": loop, **{name: getattr(settings, name) for name in names}}


def _run_log(log_root: str | Path, quota: int | None) -> RunLog:
    if quota is None:
        quota = environment.LOG_MEGABYTES.value()
    return RunLog(log_root, quota)
