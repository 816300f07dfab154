"""Run the lanes of a race in turns, and measure each turn."""

from collections.abc import Sequence
from dataclasses import replace

import tensorflow as tf

from lenet.graphs.race.field import Field
from lenet.results.progress import OnProgress, Progress, ignore
from lenet.results.race import LANES, SWEPT_SIZES, LaneTimes, Race, RaceSettings

TURN_SECONDS = 0.8  # of the slowest lane, about
SWEEP_SECONDS, SWEEP_REPEATS = 0.4, 3
SHARE_TURNS = 3  # of each lane, to measure its kernels
CPU = "CPU:0"  # where the profiler sees the kernels


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
        self.total = lanes * (1 + races * (1 + repeats + SHARE_TURNS))

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
    steps = field.steps(
        size,
        seconds,
        lambda name: report.told(
            f"batch size {size}, warm-up of {name}",
            tuple(earlier) if earlier else None,
        ),
    )
    so_far = Race(
        settings,
        steps,
        tuple(
            LaneTimes(name, steps * size, first)
            for name, first in field.first_seconds.items()
        ),
    )

    def told(what: str) -> None:
        now = (so_far,) if so_far.repeats else ()
        partial = next(iter(now), None) if earlier is None else (*earlier, *now)
        report.told(f"batch size {size}, {what}", partial)

    for repeat in range(1, settings.repeats + 1):
        timed = []
        for lane in so_far.lanes:
            told(f"repeat {repeat}, {lane.name}")
            took = field.turn(lane.name, steps, size).seconds
            timed.append(replace(lane, seconds=(*lane.seconds, took)))
        so_far = replace(so_far, lanes=tuple(timed))
    shares: dict[str, list[float]] = {lane.name: [] for lane in so_far.lanes}
    for turn in range(1, SHARE_TURNS + 1):
        for name, measured in shares.items():
            told(f"kernels of {name}, turn {turn}")
            measured.append(field.share(name, steps, size))
    lanes = [
        replace(lane, kernel_shares=tuple(shares[lane.name]))
        for lane in so_far.lanes
    ]
    return replace(so_far, lanes=tuple(lanes))
