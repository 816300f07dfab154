"""The race of the command line: run it, and print it as it grows."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from lenet.command_line import output
from lenet.command_line.signals import Stopper, interruptible
from lenet.command_line.terminal import CLEAR, has_cursor, to_json
from lenet.command_line.training import quiet_import
from lenet.results.progress import Progress
from lenet.results.race import LANES, Race, RaceSettings

UNWRITTEN = 1  # exit code
FIRST, WIDTH = 20, 12  # characters of the first column, and of most others


class Stopped(Exception):
    """A signal asked the race to end."""


class Ending(Stopper):
    """The request to stop, which says that it was heard."""

    def stop(self, number: int, frame: object = None) -> None:
        """Record the signal, so that the race stops after this turn."""
        if not self.signal:
            print("Stopping after this turn.", file=sys.stderr, flush=True)
        super().stop(number, frame)


def race_settings_from(options: argparse.Namespace) -> RaceSettings:
    """Return the settings; raise ValueError for an option out of bounds."""
    return RaceSettings(
        **{
            name: getattr(options, name)
            for name in RaceSettings.__dataclass_fields__
        }
    )


def race(options: argparse.Namespace) -> int:
    """Run a race with these options and print it; return the exit code."""
    shown = (Json if options.json else Table)(race_settings_from(options))
    stopper = Ending()
    stopper.listen()

    def work() -> None:
        shown.status("starting TensorFlow")
        with quiet_import():
            from lenet.graphs.race import race as run

        shown.result(run(shown.settings, report))

    def report(progress: Progress) -> None:
        if stopper.is_set() or output.failure():
            raise Stopped
        shown.report(progress.partial)
        shown.status(progress.what)

    try:
        interruptible(work)
    except Stopped:
        return 128 + stopper.signal if stopper.signal else UNWRITTEN
    return UNWRITTEN if output.failure() else 0


class Table:
    """A table that grows: a row for each repeat, a column for each lane."""

    def __init__(self, settings: RaceSettings) -> None:
        self.settings, self.repeats = settings, 0
        self.has_cursor = has_cursor()
        self.begin()

    def begin(self) -> None:
        """Print the heading, and the names of the lanes."""
        made = self.settings
        print(
            f"{made.kind}, {made.paradigm}, batch size {made.batch_size}, "
            f"seed {made.seed}. Images per second:"
        )
        self.row("", LANES[made.kind])

    def status(self, what: str) -> None:
        """Print what runs now below the rows, for a terminal."""
        if self.has_cursor:
            print(f"{CLEAR}{what}", end="", flush=True)

    def report(self, race: Race | None) -> None:
        """Print the repeats that have not been printed yet."""
        while race and self.repeats < race.repeats:
            self.repeat(race, self.repeats)
            self.repeats += 1

    def repeat(self, race: Race, number: int) -> None:
        """Print one repeat, from 0."""
        speeds = [f"{lane.speeds[number]:,.0f}" for lane in race.lanes]
        self.row(f"repeat {number + 1}", speeds)

    def result(self, race: Race) -> None:
        """Print the result: the last rows."""
        self.report(race)
        for name, cells in rows(race):
            self.row(name, cells)

    def row(self, name: str, cells: Sequence[str]) -> None:
        """Print one row."""
        lanes = LANES[self.settings.kind]
        widths = [max(WIDTH, 2 + len(lane)) for lane in lanes]
        aligned = map(str.rjust, cells, widths)
        clear = CLEAR if self.has_cursor else ""
        print(f"{clear}{name:<{FIRST}}{''.join(aligned)}", flush=True)


def rows(race: Race) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows below the repeats: a name, and a text for each lane."""
    yield (
        "median",
        [f"{lane.images_per_second:,.0f}" for lane in race.lanes],
    )
    yield (
        "times eager's speed",
        [f"{race.times_as_fast(lane.name):.2f}" for lane in race.lanes],
    )
    yield "a kernel runs", [f"{x.kernel_share:.1%}" for x in race.lanes]
    yield "  least", [f"{min(x.kernel_shares):.1%}" for x in race.lanes]
    yield "  most", [f"{max(x.kernel_shares):.1%}" for x in race.lanes]
    yield "first call", [f"{x.first_seconds:.2f} s" for x in race.lanes]


class Json(Table):
    """Each repeat as one line of JSON, and the result as the last one."""

    def begin(self) -> None:
        """Print nothing; the result has the settings."""

    def status(self, what: str) -> None:
        """Print nothing; a program reads the repeats."""

    def repeat(self, race: Race, number: int) -> None:
        """Print one repeat, from 0: images per second, by the lane's name."""
        speeds = {lane.name: lane.speeds[number] for lane in race.lanes}
        values = {"repeat": number + 1, "images_per_second": speeds}
        print(to_json(values), flush=True)

    def result(self, race: Race) -> None:
        """Print the settings, the steps and all numbers of each lane."""
        self.report(race)
        lanes = {
            lane.name: {
                "images_per_second": lane.images_per_second,
                "least": min(lane.speeds),
                "most": max(lane.speeds),
                "times_as_fast_as_eager": race.times_as_fast(lane.name),
                "kernel_share": lane.kernel_share,
                "kernel_shares": lane.kernel_shares,
                "first_seconds": lane.first_seconds,
            }
            for lane in race.lanes
        }
        values = {**asdict(race.settings), "steps": race.steps, "lanes": lanes}
        print(to_json(values), flush=True)
