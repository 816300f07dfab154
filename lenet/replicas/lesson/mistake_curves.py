"""A mistake beside the correct code: three trainings on the same images."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
import tensorflow as tf

from lenet.digits import Digits, load
from lenet.replicas.feed import Feed
from lenet.replicas.lesson.mistakes import MISTAKES, PARTS, ReplicaMistake
from lenet.replicas.step import check_shares, distributed_step
from lenet.replicas.strategies import strategy_for
from lenet.results.mistake_curves import (
    ONE,
    RIGHT,
    WRONG,
    LossCurve,
    MistakeCurves,
)
from lenet.results.progress import OnProgress, Progress, ignore
from lenet.settings import Placement, one_of
from lenet.source import resolve
from lenet.state import arrays
from lenet.training.batches import Batches

REPLICAS = (2, 4, 8)
# The number of the sample's images is a multiple of each batch size.
TRAINED, TESTED = 2_048, 500
IMAGES_A_POINT = 256

Points = list[tuple[int, float]]  # images computed, loss of the test images


def compare(
    name: str,
    replicas: int = 4,
    optimizer: str = "sgd",
    seed: int = 0,
    on_progress: OnProgress = ignore,
) -> MistakeCurves:
    """Train on one device, on replicas, and on replicas with a mistake.

    `name` is that of a mistake in `lenet.replicas.lesson.mistakes`. It sets up
    this process's devices: call it before any operation, once in a process.
    `on_progress` is called after each step. Its `partial` maps the name of a
    curve to its points so far: (images computed, loss) pairs.
    Raises ValueError for a choice that the lesson does not have.
    """
    one_of("mistake", name, tuple(MISTAKES))
    if replicas not in REPLICAS:
        raise ValueError(
            f"replicas is {replicas!r}; the lesson has "
            f"{', '.join(map(str, REPLICAS))}."
        )
    mistake = MISTAKES[name]
    one_of("optimizer", optimizer, tuple(mistake.learning_rates))
    many = strategy_for(Placement("mirrored", logical_cpus=replicas))
    one = tf.distribute.OneDeviceStrategy("cpu:0")
    digits = load("sample", limit=TRAINED)
    variants = {
        ONE: (one, mistake.right),
        RIGHT: (many, mistake.right),
        WRONG: (many, mistake.code),
    }
    curves: dict[str, LossCurve] = {}
    reports = Reports(replicas, on_progress)
    for title, (strategy, part) in variants.items():
        reports.begin(title)
        training = ComparedTraining(
            mistake, digits, strategy, part, optimizer, seed
        )
        curves[title] = training.curve(reports.step)
    return MistakeCurves(
        mistake=name,
        replicas=replicas,
        optimizer=optimizer,
        tested=TESTED,
        curves=curves,
    )


class Reports:
    """Reports each step of the three trainings, with all points so far."""

    def __init__(self, replicas: int, on_progress: OnProgress) -> None:
        self.on_progress = on_progress
        self.points: dict[str, Points] = {}
        self.names = {
            ONE: "on one device",
            RIGHT: f"on {replicas} replicas",
            WRONG: f"on {replicas} replicas, with the mistake",
        }

    def begin(self, name: str) -> None:
        """Report that a training is being built and traced."""
        self.name = name
        self.points[name] = []
        self._report(
            f"{self.names[name]}, building and tracing the model", 0, 0
        )

    def step(self, done: int, total: int, points: Points) -> None:
        """Report that `done` of `total` steps are done."""
        self.points[self.name] = list(points)
        self._report(self.names[self.name], done, total)

    def _report(self, what: str, done: int, total: int) -> None:
        part, parts = len(self.points), len(self.names)
        partial = dict(self.points)
        self.on_progress(
            Progress(what, part, parts, done, total, partial=partial)
        )


class ComparedTraining:
    """One of the trainings; `part` replaces the mistake's part of PARTS."""

    def __init__(
        self,
        mistake: ReplicaMistake,
        digits: Digits,
        strategy: tf.distribute.Strategy,
        part: str,
        optimizer: str,
        seed: int,
    ) -> None:
        names = PARTS | {mistake.part: part}
        parts = {name: resolve(code) for name, code in names.items()}
        growth = strategy.num_replicas_in_sync if mistake.grows else 1
        self.strategy, self.digits = strategy, digits
        self.batches = Batches(
            digits, mistake.batch_size * growth, seed, 0, mistake.epochs
        )
        check_shares(self.batches, strategy.num_replicas_in_sync)
        with strategy.scope():
            self.model = parts["build"](seed)
            self.optimizer = parts["optimizer"](
                optimizer, mistake.learning_rates[optimizer], growth
            )
            self.optimizer.build(self.model.trainable_variables)
        self.shares = Feed(strategy, partial(parts["shares"], self.batches))
        self.step = distributed_step(
            strategy,
            self.model,
            self.optimizer,
            self.shares.element_spec,
            parts["loss"],
        )
        self.test_loss = tested(parts["build"](seed), digits)

    def steps(self) -> Iterator[tuple[int, list[np.ndarray]]]:
        """Yield each step's global batch size, and each replica's images."""
        for epoch in self.batches.epochs:
            for size in self.batches.sizes(epoch):
                images, labels = next(self.shares)
                self.step(images, labels, tf.constant(size), tf.constant(0.0))
                local = self.strategy.experimental_local_results(images)
                yield size, [share.numpy() for share in local]

    def curve(
        self, on_step: Callable[[int, int, Points], None] | None = None
    ) -> LossCurve:
        """Train, and compute the test loss from time to time.

        `on_step` is called with the steps done, of how many, and the points.
        """
        total = self.batches.steps * len(self.batches.epochs)
        start = arrays(self.model.trainable_variables)
        points = [(0, self.test_loss(self.model.get_weights()))]
        seen, different = 0, set()
        for count, (size, shares) in enumerate(self.steps(), start=1):
            seen += size
            different |= {i.tobytes() for share in shares for i in share}
            if count == 1:
                first, means = pictures(shares), self.batch_means()
                moved = distance(start, arrays(self.model.trainable_variables))
            if seen - points[-1][0] >= IMAGES_A_POINT:
                points.append((seen, self.test_loss(self.model.get_weights())))
            if on_step:
                on_step(count, total, points)
        images, losses = zip(*points, strict=True)
        return LossCurve(
            images=np.array(images),
            losses=np.array(losses),
            steps=count,
            batch_size=self.batches.batch_size,
            learning_rate=float(self.optimizer.learning_rate.numpy()),
            first_step=moved,
            different=len(different),
            first_shares=first,
            means=means,
            moving=self.moving(),
        )

    def batch_means(self) -> np.ndarray:
        """Return the means of the first step, after it: (replicas, units).

        A moving mean starts at 0 and moves to the batch's by 1 - momentum.
        """
        norm = self.norm()
        return self.moving() / (1 - norm.momentum if norm else 1)

    def moving(self) -> np.ndarray:
        """Return each replica's moving means: (replicas, units) float32."""
        norm = self.norm()
        if norm is None:
            return np.zeros((self.strategy.num_replicas_in_sync, 0), np.float32)
        held = self.strategy.experimental_local_results(norm.moving_mean.value)
        return np.stack([means.numpy() for means in held])

    def norm(self) -> tf.keras.layers.BatchNormalization | None:
        """Return the layer that normalises batches, None if there is none."""
        kind = tf.keras.layers.BatchNormalization
        return next((x for x in self.model.layers if isinstance(x, kind)), None)


def tested(
    model: tf.keras.Model, digits: Digits
) -> Callable[[list[np.ndarray]], float]:
    """Return a function from weights to the mean loss of the test images."""
    images = tf.constant(digits.test_images[:TESTED])
    labels = tf.constant(digits.test_labels[:TESTED])
    cross_entropy = tf.keras.losses.SparseCategoricalCrossentropy()

    @tf.function
    def loss() -> tf.Tensor:
        return cross_entropy(labels, model(images, training=False))

    def test_loss(weights: list[np.ndarray]) -> float:
        model.set_weights(weights)
        return float(loss())

    return test_loss


def pictures(shares: list[np.ndarray]) -> np.ndarray:
    """Convert equal shares of images to (replicas, share, 32, 32) uint8."""
    return np.rint(255 * np.stack(shares)[..., 0]).astype(np.uint8)


def distance(
    before: Sequence[np.ndarray], after: Sequence[np.ndarray]
) -> float:
    """Return the L2 norm of the change of all arrays together."""
    squares = (
        np.sum((x.astype(float) - y) ** 2)
        for x, y in zip(before, after, strict=True)
    )
    return float(np.sqrt(sum(squares)))
