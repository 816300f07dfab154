"""The settings of a training, and which values are valid."""

from dataclasses import dataclass, field

IMAGE_SHAPE = (32, 32, 1)
PARADIGM_NAMES = ("Sequential", "Functional", "Subclassing")
# The number of training images in each source.
TRAINING_IMAGES = {"sample": 4_000, "mnist": 60_000}
SOURCE_NAMES = tuple(TRAINING_IMAGES)
LOOP_NAMES = ("graph", "fit", "eager")
OPTIMIZER_NAMES = ("adam", "sgd", "momentum", "rmsprop")
STRATEGY_NAMES = ("default", "one-device", "mirrored", "multi-worker")
CLUSTER_NAMES = ("tf-config", "slurm", "kubernetes")
MOST_LOGICAL_CPUS = 64


@dataclass(frozen=True)
class Placement:
    """Where a training runs: which strategy, on which devices.

    `strategy` "default" is TensorFlow without a strategy: on a GPU if there is
    one. `devices` are names such as "gpu:0" (empty: all GPUs). `logical_cpus`
    is the number of devices that the CPU is split into (0: it stays one).
    `cluster` is where "multi-worker" reads the list of its workers.
    `mixed_precision` computes in bfloat16 and keeps the weights in float32.
    Raises ValueError for any other value.

    https://www.tensorflow.org/guide/distributed_training
    """

    strategy: str = "default"
    devices: tuple[str, ...] = ()
    logical_cpus: int = 0
    mixed_precision: bool = False
    cluster: str = "tf-config"

    def __post_init__(self) -> None:
        one_of("strategy", self.strategy, STRATEGY_NAMES)
        one_of("cluster", self.cluster, CLUSTER_NAMES)
        within("logical_cpus", self.logical_cpus, 0, MOST_LOGICAL_CPUS)
        if self.strategy == "default" and (
            self.devices or self.logical_cpus or self.mixed_precision
        ):
            raise ValueError(
                "Devices, logical CPUs and mixed precision need a strategy: "
                f"one of {', '.join(map(repr, STRATEGY_NAMES[1:]))}."
            )


@dataclass(frozen=True)
class Settings:
    """Everything that decides a training; equal settings, equal weights.

    `limit` is the number of training images (None: all of the source).
    `learning_rate` is the optimizer's step size. Raises ValueError for a
    value that no training can use; the message has the valid ones.
    """

    paradigm: str = "Subclassing"
    source: str = "sample"
    limit: int | None = None
    loop: str = "graph"
    epochs: int = 5
    batch_size: int = 64
    optimizer: str = "adam"
    learning_rate: float = 1e-3
    seed: int = 0
    placement: Placement = field(default_factory=Placement)

    def __post_init__(self) -> None:
        one_of("paradigm", self.paradigm, PARADIGM_NAMES)
        one_of("source", self.source, SOURCE_NAMES)
        one_of("loop", self.loop, LOOP_NAMES)
        one_of("optimizer", self.optimizer, OPTIMIZER_NAMES)
        within("epochs", self.epochs, 1, 1_000)
        within("batch_size", self.batch_size, 1, 10_000)
        within("learning_rate", self.learning_rate, 0, 100)
        within("seed", self.seed, 0, 2**31 - 1)
        if self.limit is not None:
            within("limit", self.limit, 1, 60_000)
        if self.placement.strategy != "default" and self.loop != "graph":
            raise ValueError(
                f"loop is {self.loop!r}, but a strategy needs 'graph': Keras "
                "3's fit fails on several machines, and an eager step on "
                "several replicas is slow."
            )

    @property
    def images(self) -> int:
        """Count the training images of one epoch."""
        most = TRAINING_IMAGES[self.source]
        return min(most, self.limit or most)

    @property
    def steps_per_epoch(self) -> int:
        """Count the batches of one epoch; the last one may be smaller."""
        return batches_in(self.images, self.batch_size)

    def images_seen(self, step: int) -> int:
        """Count the images in all batches up to `step`."""
        return images_in(step, self.images, self.batch_size)


def batches_in(images: int, batch_size: int) -> int:
    """Count the batches that hold the images; the last may be smaller."""
    return -(-images // batch_size)


def images_in(steps: int, images: int, batch_size: int) -> int:
    """Count the images in `steps` batches, over epochs of `images`."""
    epochs, steps = divmod(steps, batches_in(images, batch_size))
    return epochs * images + steps * batch_size


def one_of(name: str, value: str, choices: tuple[str, ...]) -> None:
    """Raise ValueError unless `value` is one of `choices`."""
    if value not in choices:
        listed = ", ".join(repr(choice) for choice in choices)
        raise ValueError(f"{name} is {value!r}; it can be one of {listed}.")


def within(name: str, value: float, least: float, most: float) -> None:
    """Raise ValueError unless `least` <= `value` <= `most`."""
    if not least <= value <= most:
        raise ValueError(f"{name} is {value!r}; it can be {least} to {most}.")
