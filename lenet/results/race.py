"""A race of several ways to run LeNet: plain data, and the names in it."""

from dataclasses import dataclass
from statistics import median

from lenet.results.graphs import EAGER, FUNCTION, SESSION
from lenet.settings import PARADIGM_NAMES, one_of, within

EPOCH, FIT, ON_BATCH = "Epoch graph", "fit", "predict_on_batch"
# The lanes of each kind of race, in their order.
LANES = {
    "train": (SESSION, EAGER, FUNCTION, EPOCH, FIT),
    "predict": (SESSION, EAGER, FUNCTION, ON_BATCH),
}
KINDS = tuple(LANES)
# A sweep runs a short race at each of these batch sizes.
SWEPT_SIZES = (1, 8, 32, 128, 512)
MOST_IMAGES = 1_024  # in a batch
MOST_REPEATS = 50


@dataclass(frozen=True)
class RaceSettings:
    """Everything that decides a race, besides the machine.

    Each lane runs the same batches `repeats` times. Raises ValueError for a
    value that no race can use; the message has the valid ones.
    """

    kind: str = "train"
    paradigm: str = "Subclassing"
    seed: int = 0
    batch_size: int = 64
    repeats: int = 5

    def __post_init__(self) -> None:
        one_of("kind", self.kind, KINDS)
        one_of("paradigm", self.paradigm, PARADIGM_NAMES)
        within("seed", self.seed, 0, 2**31 - 1)
        within("batch_size", self.batch_size, 1, MOST_IMAGES)
        within("repeats", self.repeats, 1, MOST_REPEATS)


@dataclass(frozen=True)
class LaneTimes:
    """The times of one lane: of its first call, and of each repeat.

    `first_seconds` is for building the model and for the first batch, with
    building or tracing a graph. A repeat runs `images` images, in
    `seconds[i]`. `kernel_shares` are the parts of the time in which a kernel
    ran, 0 to 1, each measured in a further turn; none before that.
    """

    name: str
    images: int
    first_seconds: float
    seconds: tuple[float, ...] = ()
    kernel_shares: tuple[float, ...] = ()

    @property
    def speeds(self) -> tuple[float, ...]:
        """Return the images a second of each repeat."""
        return tuple(self.images / each for each in self.seconds)

    @property
    def images_per_second(self) -> float:
        """Return the median over the repeats."""
        return median(self.speeds)

    @property
    def seconds_per_image(self) -> float:
        """Return the median time of an image."""
        return 1 / self.images_per_second

    @property
    def kernel_share(self) -> float:
        """Return the median of the shares."""
        return median(self.kernel_shares)

    @property
    def kernel_seconds(self) -> float:
        """Return the time of an image in which a kernel ran."""
        return self.kernel_share * self.seconds_per_image

    @property
    def other_seconds(self) -> float:
        """Return the time of an image in which no kernel ran."""
        return self.seconds_per_image - self.kernel_seconds


@dataclass(frozen=True)
class Race:
    """A race, or its part so far: `lanes` in their order, of equal repeats.

    A repeat is `steps` batches, the same ones in each lane.
    """

    settings: RaceSettings
    steps: int
    lanes: tuple[LaneTimes, ...]

    @property
    def repeats(self) -> int:
        """Count the repeats that all lanes have done."""
        return min(len(lane.seconds) for lane in self.lanes)

    @property
    def is_complete(self) -> bool:
        """Return whether the kernels of all lanes are measured, too."""
        return all(lane.kernel_shares for lane in self.lanes)

    @property
    def fastest(self) -> LaneTimes:
        """Return the lane with the most images a second."""
        return max(self.lanes, key=lambda lane: lane.images_per_second)

    def lane(self, name: str) -> LaneTimes:
        """Return a lane by its name."""
        (found,) = (lane for lane in self.lanes if lane.name == name)
        return found

    def times_as_fast(self, name: str, other: str = EAGER) -> float:
        """Return the ratio of the medians of two lanes."""
        one, two = self.lane(name), self.lane(other)
        return one.images_per_second / two.images_per_second
