"""The options of `python -m lenet race`."""

import argparse
from collections.abc import Callable
from typing import Any

from lenet.results.race import KINDS, MOST_IMAGES, MOST_REPEATS, RaceSettings
from lenet.settings import PARADIGM_NAMES

ABOUT_RACE = """\
Run the same batches as a TF1 Session, eagerly, by tf.function and by Keras, on
the CPU. Print images per second, repeat by repeat, and the share of the time in
which a kernel runs.
"""
RACE_EXIT_CODES = """\
exit codes:
  0  done
  1  the output or a temporary file could not be written
  2  the options cannot be used
  128 + signal  stopped by a signal (130: Ctrl-C, 143: SIGTERM, 129: the
     terminal was closed, 141: nobody reads the output); a second Ctrl-C or
     SIGTERM ends it at once
"""
RACE_HELP = {
    "seed": "decides the first weights and the order of the images",
    "batch_size": f"images in one step, 1 to {MOST_IMAGES}",
    "repeats": f"how often each lane runs all batches, 1 to {MOST_REPEATS}",
}


def add_race(commands: Any, paradigm: Callable[[str], str]) -> None:
    """Add the command and its options; `paradigm` reads a paradigm's name."""
    default = RaceSettings()
    race = commands.add_parser(
        "race",
        help="race a Session, eager execution, traced functions and fit",
        description=ABOUT_RACE,
        epilog=RACE_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    race.add_argument(
        "--kind",
        choices=KINDS,
        default=default.kind,
        help="what each lane does with every batch (%(default)s)",
    )
    race.add_argument(
        "--paradigm",
        type=paradigm,
        choices=PARADIGM_NAMES,
        default=default.paradigm,
        help="how the model is written (%(default)s)",
    )
    for name, text in RACE_HELP.items():
        race.add_argument(
            f"--{name.replace('_', '-')}",
            metavar="N",
            type=int,
            default=getattr(default, name),
            help=f"{text} (%(default)s)",
        )
    race.add_argument(
        "--json", action="store_true", help="print JSON lines, not a table"
    )
