"""A race of the training loops on one clock: plain data."""

from dataclasses import dataclass

from lenet.settings import Settings

# What a loop does at a time: until its first batch is done, it traces.
FIRST, BATCHES, TESTS = "first batch", "batches", "test images"


@dataclass(frozen=True)
class Block:
    """A time on the clock of one loop, and what the loop does in it."""

    kind: str
    start: float
    end: float

    @property
    def seconds(self) -> float:
        """Return how long it is."""
        return self.end - self.start


@dataclass(frozen=True)
class LoopTimes:
    """One loop in the race, or its part so far, on its own clock from 0.

    `blocks` follow each other without a gap. `moments` are seconds, and
    `images` how many images were seen at each of them. `first_images` are those
    of the first batch. `accuracy` is that of the test images, and
    `difference` the largest absolute difference of a weight from the first
    loop's; both are None until the loop has ended.
    """

    loop: str
    blocks: tuple[Block, ...]
    moments: tuple[float, ...]
    images: tuple[int, ...]
    first_images: int
    accuracy: float | None = None
    difference: float | None = None

    def seconds_of(self, kind: str) -> float:
        """Return the seconds in all blocks of one kind."""
        return sum(block.seconds for block in self.blocks if block.kind == kind)

    @property
    def first_seconds(self) -> float:
        """Return the seconds until the first batch is done."""
        return self.seconds_of(FIRST)

    @property
    def seconds(self) -> float:
        """Return the seconds in all."""
        return self.blocks[-1].end

    @property
    def images_per_second(self) -> float | None:
        """Return the throughput after the first batch, without the tests.

        None where one batch is all.
        """
        seconds = self.seconds_of(BATCHES)
        more = self.images[-1] - self.first_images
        return more / seconds if more else None


@dataclass(frozen=True)
class LoopRace:
    """A race, or its part so far: each loop with the same settings."""

    settings: Settings
    loops: tuple[LoopTimes, ...]

    @property
    def winner(self) -> LoopTimes:
        """Return the loop that took the least time."""
        return min(self.loops, key=lambda loop: loop.seconds)

    def of(self, name: str) -> LoopTimes:
        """Return a loop by its name."""
        (found,) = (loop for loop in self.loops if loop.loop == name)
        return found

    def caught_up(self, quick: str, early: str) -> float | None:
        """Return after how many images `quick` passes `early`, which led.

        None where `early` did not have its first batch earlier, or where
        `quick` has no higher throughput.
        """
        one, other = self.of(quick), self.of(early)
        fast, slow = one.images_per_second, other.images_per_second
        behind = one.first_seconds - other.first_seconds
        if not fast or not slow or fast <= slow or behind <= 0:
            return None
        return behind / (1 / slow - 1 / fast)
