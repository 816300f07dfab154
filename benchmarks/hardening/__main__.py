"""Measure what the app holds under load, faults and strangers.

python -m benchmarks.hardening              all cases, at most an hour
python -m benchmarks.hardening --only 4 5   some of them

Each case starts what it needs itself, and leaves nothing behind. The exit status is 1
if a figure does not hold.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.hardening import load, names, strangers
from benchmarks.hardening.figures import Figure
from benchmarks.tables import print_table

Case = Callable[[Path], list[Figure]]
CASES: dict[int, tuple[str, Case]] = {
    1: ("8 visitors on the heaviest pages", load.heavy_pages),
    2: ("30 visitors at once, 5 reruns of each lesson", load.every_lesson),
    3: ("100 visitors who do nothing", load.idle_sessions),
    13: ("Requests that only a stranger sends", strangers.requests),
    14: ("12 hostile files", strangers.uploads),
    15: ("50 files at the size limit", strangers.files),
    16: ("Drawings that no canvas sends", strangers.drawings),
    17: ("Hostile names of log folders", names.folders),
    18: ("Settings that no page offers", strangers.settings),
}


def main() -> None:
    """Run the cases one after the other; print each table when it is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only",
        type=int,
        nargs="+",
        choices=CASES,
        default=list(CASES),
        help="the numbers of the cases",
    )
    broken = []
    for number in parser.parse_args().only:
        title, case = CASES[number]
        with tempfile.TemporaryDirectory() as folder:
            figures = case(Path(folder))
        broken += [f"{number}. {each.name}" for each in figures if not each.holds]
        print_table(f"{number}. {title}", {each.name: each.text for each in figures})
    if broken:
        sys.exit("Does not hold: " + "; ".join(broken))


if __name__ == "__main__":
    main()
