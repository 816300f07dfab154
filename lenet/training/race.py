"""A race of the three loops: the same training by each, on one clock."""

import time
from collections.abc import Callable
from dataclasses import replace

from lenet import digits
from lenet.digits import Digits
from lenet.models import PARADIGMS
from lenet.results.loop_race import (
    BATCHES,
    FIRST,
    TESTS,
    Block,
    LoopRace,
    LoopTimes,
)
from lenet.results.progress import OnProgress, Progress, ignore
from lenet.results.summary import largest_difference
from lenet.results.training import Report
from lenet.settings import LOOP_NAMES, Settings
from lenet.state import TrainState
from lenet.training import train

MOST_POINTS = 200  # of one loop's line; a chart shows no more


def race(settings: Settings, on_progress: OnProgress = ignore) -> LoopRace:
    """Train with each of the three loops; return their times.

    All begin with the same weights and take the same batches. They run one
    after the other, each on a clock of its own, which starts as `train` is
    called. The partial results of `on_progress` are races, too.

    Raises what `lenet.experiment.run` raises for settings or digits.
    """
    data = digits.load(settings.source, limit=settings.limit)
    on_progress(Progress("TensorFlow's own start", parts=len(LOOP_NAMES)))
    warm_up(settings, data)
    so_far = LoopRace(settings, ())
    first: TrainState | None = None
    for part, loop in enumerate(LOOP_NAMES, 1):
        clock = Clock(settings, loop, told(on_progress, so_far, part))
        state = run(settings, data, loop, on_report=clock)
        first = first or state
        difference = largest_difference(first.weights, state.weights)
        ended = replace(clock.times(), difference=difference)
        so_far = replace(so_far, loops=(*so_far.loops, ended))
    return so_far


def told(
    on_progress: OnProgress, so_far: LoopRace, part: int
) -> Callable[[str, int, LoopTimes | None], None]:
    """Return the function that reports one loop, with the loops before it."""
    total = so_far.settings.epochs * so_far.settings.images

    def tell(what: str, done: int, now: LoopTimes | None) -> None:
        loops = (*so_far.loops, now) if now else so_far.loops
        partial = replace(so_far, loops=loops) if loops else None
        on_progress(
            Progress(what, part, len(LOOP_NAMES), done, total, "image", partial)
        )

    return tell


class Clock:
    """The clock of one loop: it takes the training's reports."""

    def __init__(
        self,
        settings: Settings,
        loop: str,
        tell: Callable[[str, int, LoopTimes | None], None],
    ) -> None:
        self.settings, self.loop, self.tell = settings, loop, tell
        self.step = 0
        self.accuracy: float | None = None
        self.blocks: list[Block] = []
        self.points: list[tuple[float, int]] = [(0.0, 0)]
        tell(f"{loop}, until its first batch is done", 0, None)
        self.began = time.perf_counter()

    def __call__(self, report: Report) -> None:
        """Add the time since the last report to the block that it belongs to.

        A report with a new step ends batches; one without comes while the test
        images are predicted.
        """
        now = time.perf_counter() - self.began
        kind = BATCHES if report.step > self.step else TESTS
        self._extend(kind if self.blocks else FIRST, now)
        self.step, self.accuracy = report.step, report.val_accuracy
        seen = self.settings.images_seen(report.step)
        self.points.append((now, seen))
        self.tell(f"{self.loop}, epoch {report.epoch}", seen, self.times())

    def times(self) -> LoopTimes:
        """Return what the clock has measured so far."""
        stride = -(-len(self.points) // MOST_POINTS)
        kept = [*self.points[:-1:stride], self.points[-1]]
        moments, images = zip(*kept, strict=True)
        return LoopTimes(
            self.loop,
            tuple(self.blocks),
            moments,
            images,
            self.settings.images_seen(1),
            self.accuracy,
        )

    def _extend(self, kind: str, now: float) -> None:
        """Lengthen the last block, or begin another."""
        if self.blocks and self.blocks[-1].kind == kind:
            self.blocks[-1] = replace(self.blocks[-1], end=now)
        else:
            start = self.blocks[-1].end if self.blocks else 0.0
            self.blocks.append(Block(kind, start, now))


def run(
    settings: Settings,
    data: Digits,
    loop: str,
    on_report: Callable[[Report], object] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> TrainState:
    """Train a new model with one loop; return its state."""
    return train(
        PARADIGMS[settings.paradigm](seed=settings.seed),
        data,
        loop=loop,
        epochs=settings.epochs,
        batch_size=settings.batch_size,
        optimizer=settings.optimizer,
        learning_rate=settings.learning_rate,
        seed=settings.seed,
        on_report=on_report,
        should_stop=should_stop,
    )


def warm_up(settings: Settings, data: Digits) -> None:
    """Run one batch, so that TensorFlow's own start delays no loop."""
    run(settings, data, "eager", should_stop=lambda: True)
