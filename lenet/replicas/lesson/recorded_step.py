"""A step on several replicas or on one device, with all its values recorded."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.replicas.feed import Feed
from lenet.replicas.step import distributed_step, local, shares
from lenet.state import arrays
from lenet.training.batches import Batches
from lenet.training.loss import ScoredLoss
from lenet.training.step import train_step

Arrays = tuple[np.ndarray, ...]
MakeModel = Callable[[], tf.keras.Model]
MakeOptimizer = Callable[[], tf.keras.optimizers.Optimizer]


@dataclass(frozen=True, eq=False)
class StepValues:
    """The values of a step: its loss, and one entry for each replica."""

    loss: float
    shares: tuple[float, ...]
    own: tuple[Arrays, ...]
    summed: tuple[Arrays, ...]
    before: tuple[Arrays, ...]
    after: tuple[Arrays, ...]


class GradientRecorder:
    """An optimizer that keeps each replica's gradients, and their sum."""

    def __init__(self, optimizer: tf.keras.optimizers.Optimizer) -> None:
        self.optimizer = optimizer
        self.own: dict[int, Arrays] = {}
        self.summed: dict[int, Arrays] = {}

    def apply(
        self, gradients: Sequence[tf.Tensor], variables: Sequence[tf.Variable]
    ) -> None:
        """Keep the gradients and their sum over the replicas; then update."""
        replica = tf.distribute.get_replica_context()
        summed = replica.all_reduce("SUM", gradients)

        index = int(replica.replica_id_in_sync_group)
        self.own[index] = arrays(gradients)
        self.summed[index] = arrays(summed)

        # Keras's optimizer adds them up itself, in the same way, then updates.
        self.optimizer.apply(gradients, variables)


class RecordingStrategy:
    """A strategy that keeps what each replica returned in the last run."""

    def __init__(self, strategy: tf.distribute.Strategy) -> None:
        self.strategy = strategy
        self.returned: Any = None

    def run(self, replica: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """Run `replica` on every replica, as the strategy does."""
        self.returned = self.strategy.run(replica, args=args)
        return self.returned

    def __getattr__(self, name: str) -> Any:
        return getattr(self.strategy, name)


def on_replicas(
    strategy: tf.distribute.Strategy,
    batches: Batches,
    make_model: MakeModel,
    make_optimizer: MakeOptimizer,
) -> StepValues:
    """Run `distributed_step` on the first batch, and return its values.

    It is the step that trains, run eagerly, because a graph keeps no values.
    """
    recording = RecordingStrategy(strategy)
    with strategy.scope():
        model, optimizer = make_model(), make_optimizer()
        optimizer.build(model.trainable_variables)
    recorder = GradientRecorder(optimizer)
    before = held(strategy, model)
    feed = Feed(strategy, partial(shares, batches))
    size = tf.constant(batches.batch_size)
    step = distributed_step(recording, model, recorder, feed.element_spec)
    batch = next(feed)
    with eagerly():
        loss, *_ = step(*batch, size, tf.constant(0.0))
    share, *_ = recording.returned
    return StepValues(
        loss=float(loss),
        shares=tuple(local(strategy, share).tolist()),
        own=tuple(recorder.own[index] for index in sorted(recorder.own)),
        summed=tuple(recorder.summed[index] for index in sorted(recorder.own)),
        before=before,
        after=held(strategy, model),
    )


def on_one_device(
    images: np.ndarray,
    labels: np.ndarray,
    make_model: MakeModel,
    make_optimizer: MakeOptimizer,
) -> StepValues:
    """Run the plain step on the batch, from the same weights."""
    model, loss_fn = make_model(), ScoredLoss()
    recorder = GradientRecorder(make_optimizer())
    default = tf.distribute.get_strategy()
    before = held(default, model)

    loss = train_step(model, loss_fn, recorder, images, labels)

    return StepValues(
        loss=float(loss),
        shares=(float(loss),),
        own=(recorder.own[0],),
        summed=(recorder.summed[0],),
        before=before,
        after=held(default, model),
    )


@contextmanager
def eagerly() -> Iterator[None]:
    """Run every tf.function of this process as plain Python."""
    tf.config.run_functions_eagerly(True)
    try:
        yield
    finally:
        tf.config.run_functions_eagerly(False)


def held(
    strategy: tf.distribute.Strategy, model: tf.keras.Model
) -> tuple[Arrays, ...]:
    """Return copies of each replica's weights, in Keras's order."""
    each = [
        strategy.experimental_local_results(weight.value)
        for weight in model.weights
    ]
    return tuple(arrays(replica) for replica in zip(*each, strict=True))
