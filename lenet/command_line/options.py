"""The options of the command line, and the settings made from them."""

import argparse
from collections.abc import Callable
from pathlib import Path
from types import NoneType
from typing import Any, NoReturn, get_args, get_type_hints

from lenet import settings
from lenet.command_line.race_options import add_race
from lenet.environment import LOGS
from lenet.settings import Placement, Settings

PROGRAM = "python -m lenet"
DESCRIPTION = "Train LeNet as the app does, or race several ways to run it."
EXIT_CODES = """\
exit codes:
  0  done, also if the output could not be written
  1  the weights, the checkpoint or a temporary file could not be written
  2  the arguments, the data, the devices or the cluster cannot be used
  3  the cluster failed: a worker ended, or not all workers joined; run the
     same command again to resume from the checkpoint
  128 + signal  stopped by a signal (130: Ctrl-C, 143: SIGTERM, 129: the
     terminal was closed, 141: nobody reads the output); the training ends
     within a batch, and its weights are saved. A second Ctrl-C or SIGTERM ends
     it at once. After `nohup` it continues when the terminal is closed. A
     worker that stops because another one was stopped ends with 143
"""
CHECKPOINT = "checkpoint.npz"
JOIN_SECONDS = 300  # until all workers have joined and finished one step
PEER_SECONDS = 20  # a worker without a step for this long has failed
ABOUT_CLUSTER = """\
Train on several workers, each a process on this machine, to try out what a
cluster of machines does. It is not faster.
"""
FURTHER_OPTIONS = (
    "All options of `python -m lenet train` can follow, except --strategy and\n"
    "--cluster.\n\n"
)


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Print the message and exit with code 2."""
        self.exit(2, f"{self.prog}: {message}\n")


def parser() -> Parser:
    """Return the parser; its defaults are those of `Settings`."""
    main = Parser(prog=PROGRAM, description=DESCRIPTION)
    commands = main.add_subparsers(dest="command", title="commands")
    train = commands.add_parser(
        "train",
        help="train a LeNet and write its weights",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_settings(train)
    _add_files(train)
    _add_placement(train)
    _add_cluster(train)
    add_race(commands, paradigm)
    cluster = commands.add_parser(
        "cluster",
        help="train on several workers on this machine",
        description=ABOUT_CLUSTER,
        epilog=FURTHER_OPTIONS + EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    cluster.add_argument(
        "--local",
        metavar="N",
        type=workers,
        required=True,
        help="the number of workers, 1 to 16",
    )
    return main


def parse(
    commands: Parser, arguments: list[str] | None
) -> tuple[argparse.Namespace, list[str]]:
    """Read the command line.

    Returns the options, and for "cluster" the further words as they are.
    """
    options, further = commands.parse_known_args(arguments)
    if further and options.command != "cluster":
        commands.error(f"unrecognized arguments: {' '.join(further)}")
    return options, further


def settings_from(options: argparse.Namespace) -> Settings:
    """Return the settings; raise ValueError for an option out of bounds."""
    return Settings(
        **{
            name: getattr(options, name)
            for name in Settings.__dataclass_fields__
            if name != "placement"
        },
        placement=Placement(
            **{
                name: getattr(options, name)
                for name in Placement.__dataclass_fields__
            }
        ),
    )


def checkpoint_from(options: argparse.Namespace) -> Path | None:
    """Return the checkpoint's path; a cluster has one by default."""
    if options.checkpoint is None and options.strategy == "multi-worker":
        return Path(CHECKPOINT)
    return options.checkpoint


def paradigm(name: str) -> str:
    """Return the paradigm's name as it is written in the settings."""
    known = {known.casefold(): known for known in settings.PARADIGM_NAMES}
    return known.get(name.casefold(), name)


def names(listed: str) -> tuple[str, ...]:
    """Split a text such as "gpu:0,gpu:1" at its commas."""
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def seconds(text: str) -> float:
    """Read a limit in seconds, from 0.1 to a week."""
    try:
        settings.within("seconds", value := float(text), 0.1, 7 * 86_400)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return value


def workers(text: str) -> int:
    """Read the number of workers on this machine, 1 to 16."""
    try:
        settings.within("N", value := int(text), 1, 16)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return value


# An option for each field of Settings but the placement.
SETTINGS_HELP = {
    "paradigm": "how the model is written; no effect on the numbers",
    "loop": "how the step runs: traced once, by Keras's fit, or line by line, "
    "which is slow",
    "source": "the training images: 4,000 that come with LeNet Lab, or all "
    "60,000 of MNIST",
    "optimizer": "momentum is SGD with a momentum of 0.9",
    "epochs": "passes over all training images",
    "batch_size": "images in one step, over all replicas",
    "learning_rate": "the optimizer's step size",
    "seed": "decides the first weights and the order of the images",
    "limit": "train on the first N images only (all)",
}
CHOICES = {
    "paradigm": settings.PARADIGM_NAMES,
    "loop": settings.LOOP_NAMES,
    "source": settings.SOURCE_NAMES,
    "optimizer": settings.OPTIMIZER_NAMES,
}
# For any other field, the type is the field's.
TYPES: dict[str, Callable[[str], Any]] = {"paradigm": paradigm}


def _add_settings(train: Parser) -> None:
    hints = get_type_hints(Settings)
    for name, text in SETTINGS_HELP.items():
        default = getattr(Settings(), name)
        train.add_argument(
            f"--{name.replace('_', '-')}",
            default=default,
            help=text if default is None else f"{text} ({default})",
            **_reading(name, _without_none(hints[name])),
        )


def _without_none(hint: Any) -> type:
    """Return int for `int | None`, and a plain type as it is."""
    kind, *_ = {*(get_args(hint) or [hint])} - {NoneType}
    return kind


def _reading(name: str, kind: type) -> dict[str, Any]:
    """Return how argparse reads a setting: as a choice, a flag or a value."""
    if kind is bool:
        return {"action": argparse.BooleanOptionalAction}
    reading = {"type": TYPES.get(name, kind)}
    if name in CHOICES:
        return {**reading, "choices": CHOICES[name]}
    return {**reading, "metavar": "TEXT" if kind is str else "N"}


def _add_files(train: Parser) -> None:
    add = train.add_argument
    add(
        "--logs",
        metavar="DIR",
        help="the folder for TensorBoard's logs "
        f"({LOGS.name}, or {LOGS.default})",
    )
    add("--no-logs", action="store_true", help="write no log for TensorBoard")
    add(
        "--output",
        metavar="FILE",
        type=Path,
        default=Path("weights.npz"),
        help="where to save the weights (weights.npz); FILE.weights.h5 is for "
        "Keras's load_weights; an old file is renamed",
    )
    add(
        "--checkpoint",
        metavar="FILE",
        type=Path,
        help="saved after each epoch and when the training is stopped; run the "
        "same command again to resume from it (multi-worker: "
        f"{CHECKPOINT}, others: none)",
    )
    add(
        "--json",
        action="store_true",
        help="print reports as JSON lines",
    )


def _add_placement(train: Parser) -> None:
    default = Placement()
    add = train.add_argument_group(
        "one device or several", "Each device computes a share of every batch."
    ).add_argument
    add(
        "--strategy",
        choices=settings.STRATEGY_NAMES,
        default=default.strategy,
        help="mirrored: several devices of this machine; multi-worker: several "
        "machines (%(default)s)",
    )
    add(
        "--devices",
        metavar="NAMES",
        type=names,
        default=default.devices,
        help="device names such as gpu:0,gpu:1 (all GPUs)",
    )
    add(
        "--logical-cpus",
        metavar="N",
        type=int,
        default=default.logical_cpus,
        help="split the CPU into N devices; for learning, not faster",
    )
    add(
        "--mixed-precision",
        action="store_true",
        help="compute in bfloat16, keep the weights in float32",
    )


def _add_cluster(train: Parser) -> None:
    add = train.add_argument_group(
        "several machines",
        "With --strategy multi-worker, run the same command on each machine.",
    ).add_argument
    add(
        "--cluster",
        choices=settings.CLUSTER_NAMES,
        default=Placement().cluster,
        help="where to read the list of workers: the variable TF_CONFIG, "
        "Slurm's variables, or the Kubernetes API (%(default)s)",
    )
    add(
        "--join-timeout",
        metavar="SECONDS",
        type=seconds,
        default=float(JOIN_SECONDS),
        help="the time limit for all workers to join and finish their first "
        f"step ({JOIN_SECONDS})",
    )
    add(
        "--peer-timeout",
        metavar="SECONDS",
        type=seconds,
        default=float(PEER_SECONDS),
        help="a worker that finishes no step for this long has failed; must be "
        "longer than the validation of the slowest worker "
        f"({PEER_SECONDS})",
    )
