"""What the command line takes, and the settings that it stands for."""

import argparse
from pathlib import Path
from typing import NoReturn

from lenet import settings
from lenet.environment import LOGS
from lenet.settings import Placement, Settings

PROGRAM = "python -m lenet"
DESCRIPTION = "The app's training, from a terminal."
EXIT_CODES = """\
exit codes:
  0  done
  1  the weights or the checkpoint could not be written
  2  the arguments, the data, the devices or the cluster cannot be used
  3  the cluster broke: a worker is gone, or not all of them came; started
     again, the training goes on from the checkpoint
  128 + signal  stopped by it (130: Ctrl-C, 143: SIGTERM, 141: nobody reads the
     output); the training ends within a batch, the weights so far are kept. A
     worker that stops because another one was stopped ends with 143
"""
CHECKPOINT = "checkpoint.npz"
JOIN_SECONDS = 300  # until all workers have come and made their first step
PEER_SECONDS = 20  # a worker without a step for that long counts as failed
ABOUT_CLUSTER = """\
Start a training on several workers, all on this machine, in processes of their
own: what a cluster of machines does, to be tried on one. It is no faster.
"""
FURTHER_OPTIONS = (
    "All options of `python -m lenet train` can follow, but for --cluster.\n\n"
)


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Exit with 2."""
        self.exit(2, f"{self.prog}: {message}\n")


def parser() -> Parser:
    """Describe the command line; defaults are those of `Settings`."""
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
        help="how many workers, 1 to 16",
    )
    return main


def parse(
    commands: Parser, arguments: list[str] | None
) -> tuple[argparse.Namespace, list[str]]:
    """Read the command line; only "cluster" takes further options, as given."""
    options, further = commands.parse_known_args(arguments)
    if further and options.command != "cluster":
        commands.error(f"unrecognized arguments: {' '.join(further)}")
    return options, further


def settings_from(options: argparse.Namespace) -> Settings:
    """Make the settings of the options; ValueError for what is not sound."""
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
    """Name the checkpoint: the one asked for; a cluster has one anyway."""
    if options.checkpoint is None and options.strategy == "multi-worker":
        return Path(CHECKPOINT)
    return options.checkpoint


def paradigm(name: str) -> str:
    """Find a paradigm whatever the case of its letters."""
    known = {known.casefold(): known for known in settings.PARADIGM_NAMES}
    return known.get(name.casefold(), name)


def names(listed: str) -> tuple[str, ...]:
    """Split "gpu:0,gpu:1" at its commas."""
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def seconds(text: str) -> float:
    """Read a limit in seconds, from 0.1 to a week."""
    try:
        settings.within("seconds", value := float(text), 0.1, 7 * 86_400)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return value


def workers(text: str) -> int:
    """Read how many workers to start on this machine."""
    try:
        settings.within("N", value := int(text), 1, 16)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return value


def _add_settings(train: Parser) -> None:
    default = Settings()
    add = train.add_argument
    add(
        "--paradigm",
        type=paradigm,
        choices=settings.PARADIGM_NAMES,
        default=default.paradigm,
    )
    add("--loop", choices=settings.LOOP_NAMES, default=default.loop)
    add("--source", choices=settings.SOURCE_NAMES, default=default.source)
    add(
        "--optimizer",
        choices=settings.OPTIMIZER_NAMES,
        default=default.optimizer,
    )
    add("--epochs", type=int, default=default.epochs)
    add(
        "--batch-size",
        type=int,
        default=default.batch_size,
        help="of all replicas together",
    )
    add("--learning-rate", type=float, default=default.learning_rate)
    add("--seed", type=int, default=default.seed)
    add("--limit", type=int, help="train on that many images only")


def _add_files(train: Parser) -> None:
    add = train.add_argument
    add(
        "--logs",
        metavar="DIR",
        default=LOGS.default,
        help=f"TensorBoard's ({LOGS.default})",
    )
    add("--no-logs", action="store_true", help="write no log")
    add(
        "--output",
        metavar="FILE",
        type=Path,
        default=Path("weights.npz"),
        help="the weights (weights.npz); a file of that name is kept beside it",
    )
    add(
        "--checkpoint",
        metavar="FILE",
        type=Path,
        help="written at each epoch's end and when the training is stopped; "
        "the same command started again goes on from it (multi-worker: "
        f"{CHECKPOINT}, others: none)",
    )
    add("--json", action="store_true", help="one report a line, as JSON")


def _add_placement(train: Parser) -> None:
    default = Placement()
    add = train.add_argument_group(
        "one device or many", "Each of them does its share of every batch."
    ).add_argument
    add("--strategy", choices=settings.STRATEGY_NAMES, default=default.strategy)
    add(
        "--devices",
        metavar="NAMES",
        type=names,
        default=default.devices,
        help="such as gpu:0,gpu:1 (all GPUs)",
    )
    add(
        "--logical-cpus",
        metavar="N",
        type=int,
        default=default.logical_cpus,
        help="split the CPU into N devices: no faster, for learning",
    )
    add(
        "--mixed-precision",
        action="store_true",
        help="compute in bfloat16, keep the weights in float32",
    )


def _add_cluster(train: Parser) -> None:
    add = train.add_argument_group(
        "several machines",
        "With --strategy multi-worker, the same command on each of them.",
    ).add_argument
    add(
        "--cluster",
        choices=settings.CLUSTER_NAMES,
        default=Placement().cluster,
        help="where it is said who takes part: the variable TF_CONFIG, "
        "Slurm's variables, or the Kubernetes API",
    )
    add(
        "--join-timeout",
        metavar="SECONDS",
        type=seconds,
        default=float(JOIN_SECONDS),
        help="how long to wait until all workers have come and made their "
        f"first step ({JOIN_SECONDS})",
    )
    add(
        "--peer-timeout",
        metavar="SECONDS",
        type=seconds,
        default=float(PEER_SECONDS),
        help="a worker that finishes no step for this long counts as failed; "
        "it must be longer than the slowest worker takes to validate "
        f"({PEER_SECONDS})",
    )
