"""Run the lanes of a race in turns, and measure each turn."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import tensorflow as tf

from lenet.digits import load
from lenet.graphs import kernels
from lenet.graphs.race import prediction, training
from lenet.graphs.race.lanes import MODELS, Lane, Stopwatch
from lenet.graphs.race.time_split import kernel_share
from lenet.models import PARADIGMS
from lenet.results.progress import OnProgress, Progress, ignore
from lenet.results.race import (
    EAGER,
    EPOCH,
    FIT,
    FUNCTION,
    LANES,
    ON_BATCH,
    SESSION,
    SWEPT_SIZES,
    LaneTimes,
    Race,
    RaceSettings,
)

MAKERS: dict[str, dict[str, Callable[..., Lane]]] = {
    "train": {
        SESSION: training.session,
        EAGER: training.eager,
        FUNCTION: training.function,
        EPOCH: training.epoch,
        FIT: training.fit,
    },
    "predict": {
        SESSION: prediction.session,
        EAGER: prediction.eager,
        FUNCTION: prediction.function,
        ON_BATCH: prediction.on_batch,
    },
}
assert {kind: tuple(lanes) for kind, lanes in MAKERS.items()} == LANES

TURN_SECONDS = 0.8  # of the slowest lane, about
SWEEP_SECONDS, SWEEP_REPEATS = 0.4, 3
FEWEST_STEPS, PROFILED_STEPS = 2, 25
WARM_UPS = 3  # the first ones may still trace
CPU = "CPU:0"  # where the profiler sees the kernels


class Field:
    """The lanes of a race, ready to run, and the images that they run on."""

    def __init__(
        self, settings: RaceSettings, told: Callable[[str], None]
    ) -> None:
        digits = load("sample")
        order = np.random.default_rng(settings.seed).permutation(
            len(digits.train_images)
        )
        self.images = digits.train_images[order]
        self.labels = digits.train_labels[order].astype(np.int64)
        self.lanes: dict[str, Lane] = {}
        self.first_seconds: dict[str, float] = {}
        build = MODELS[settings.paradigm]
        weights = PARADIGMS[settings.paradigm](seed=settings.seed).get_weights()
        makers = MAKERS[settings.kind]
        self.lanes[EAGER] = makers[EAGER](build, weights)
        self.turn(EAGER, 1, settings.batch_size)  # TensorFlow's own first call
        for name, make in makers.items():
            told(f"first call of {name}")
            with Stopwatch() as stopwatch:
                self.lanes[name] = make(build, weights)
                self.turn(name, 1, settings.batch_size)
            self.first_seconds[name] = stopwatch.seconds

    def turn(self, name: str, steps: int, batch_size: int) -> Stopwatch:
        """Run a lane for some steps; return the stopwatch that measured it."""
        lane, count = self.lanes[name], steps * batch_size
        with Stopwatch() as stopwatch:
            lane.run(self.images[:count], self.labels[:count], batch_size)
        return lane.stopwatch or stopwatch

    def steps(self, batch_size: int, seconds: float) -> int:
        """Return the steps that the slowest lane does in about `seconds`.

        An epoch at most, for the images are those of one epoch.
        """
        slowest = max(
            min(
                self.turn(name, FEWEST_STEPS, batch_size).seconds
                for _ in range(WARM_UPS)
            )
            for name in self.lanes
        )
        most = len(self.images) // batch_size
        wanted = round(FEWEST_STEPS * seconds / slowest)
        return max(FEWEST_STEPS, min(most, wanted))

    def share(self, name: str, steps: int, batch_size: int) -> float:
        """Return the share of the time in which a lane's kernels run.

        Raises tf.errors.AlreadyExistsError while another profiler records.
        """
        with kernels.recording() as ran:
            stopwatch = self.turn(name, min(steps, PROFILED_STEPS), batch_size)
        return kernel_share(ran, stopwatch.start, stopwatch.end)


def race(settings: RaceSettings, on_progress: OnProgress = ignore) -> Race:
    """Run a race on the CPU; return the times of all lanes.

    Lanes take turns, so that other work on the machine slows all of them
    alike. The partial results of `on_progress` are races, too. It uses the
    process's one profiler: tf.errors.AlreadyExistsError if that records.
    """
    report = Report(on_progress, len(LANES[settings.kind]), settings.repeats)
    with tf.device(CPU):
        field = Field(settings, report.told)
        return run(field, settings, TURN_SECONDS, report)


def sweep(
    settings: RaceSettings, on_progress: OnProgress = ignore
) -> tuple[Race, ...]:
    """Run a short race at each of SWEPT_SIZES; see `race`.

    The batch size and the repeats of `settings` are not used.
    """
    all_settings = [
        replace(settings, batch_size=size, repeats=SWEEP_REPEATS)
        for size in SWEPT_SIZES
    ]
    report = Report(
        on_progress,
        len(LANES[settings.kind]),
        SWEEP_REPEATS,
        len(SWEPT_SIZES),
    )
    done: list[Race] = []
    with tf.device(CPU):
        field = Field(all_settings[0], report.told)
        for each in all_settings:
            done.append(run(field, each, SWEEP_SECONDS, report, done))
    return tuple(done)


class Report:
    """The progress of one race or of several: each lane's turns are counted."""

    def __init__(
        self,
        on_progress: OnProgress,
        lanes: int,
        repeats: int,
        races: int = 1,
    ) -> None:
        self.on_progress, self.done = on_progress, 0
        self.total = lanes * (1 + races * (repeats + 1))

    def told(self, what: str, partial: object = None) -> None:
        """Report what begins now, as one turn more."""
        self.on_progress(
            Progress(
                what,
                done=self.done,
                total=self.total,
                unit="turn",
                partial=partial,
            )
        )
        self.done += 1


def run(
    field: Field,
    settings: RaceSettings,
    seconds: float,
    report: Report,
    earlier: Sequence[Race] | None = None,
) -> Race:
    """Run all repeats in turns, then measure the share of the kernels.

    A partial result is the race so far; with `earlier`, a tuple of races.
    """
    size = settings.batch_size
    steps = field.steps(size, seconds)
    so_far = Race(
        settings,
        steps,
        tuple(
            LaneTimes(name, steps * size, first)
            for name, first in field.first_seconds.items()
        ),
    )

    def told(what: str) -> None:
        partial = so_far if so_far.repeats else None
        if earlier is not None:
            partial = (*earlier, *([partial] if partial else []))
        report.told(f"batch size {size}, {what}", partial)

    for repeat in range(1, settings.repeats + 1):
        timed = []
        for lane in so_far.lanes:
            told(f"repeat {repeat}, {lane.name}")
            took = field.turn(lane.name, steps, size).seconds
            timed.append(replace(lane, seconds=(*lane.seconds, took)))
        so_far = replace(so_far, lanes=tuple(timed))
    measured = []
    for lane in so_far.lanes:
        told(f"kernels of {lane.name}")
        share = field.share(lane.name, steps, size)
        measured.append(replace(lane, kernel_share=share))
    return replace(so_far, lanes=tuple(measured))
