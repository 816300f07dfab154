"""`python -m lenet`: the app's training and its race, from a terminal."""

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from lenet.command_line import output
from lenet.command_line.exit_codes import exit_code
from lenet.command_line.local import LocalCluster
from lenet.command_line.options import (
    CHECKPOINT,
    Parser,
    parse,
    parser,
    settings_from,
)
from lenet.command_line.race import race
from lenet.command_line.signals import interruptible
from lenet.command_line.supervisor import Supervisor, Timeouts
from lenet.command_line.training import BROKEN_PIPE, Training

WORKER = (sys.executable, "-m", "lenet.command_line.worker")


def train(options: argparse.Namespace, arguments: Sequence[str]) -> int:
    """Train with these options; return the exit code."""
    settings = settings_from(options)
    if settings.placement.strategy == "multi-worker":
        return train_supervised(options, arguments)
    with Training(options, settings) as training:
        training.stopper.listen()
        return interruptible(training.run)


def train_supervised(
    options: argparse.Namespace, arguments: Sequence[str]
) -> int:
    """Train as one worker of a cluster, in a child process."""
    if os.name != "posix":
        raise ValueError(
            "Training on several machines needs Linux or macOS on each."
        )
    supervisor = Supervisor(
        [*WORKER, *arguments],
        Timeouts(join=options.join_timeout, peer=options.peer_timeout),
        options.checkpoint or Path(CHECKPOINT),
    )
    return supervisor.watch()


def cluster(commands: Parser, count: int, further: Sequence[str]) -> int:
    """Train on `count` workers on this machine; return the exit code."""
    arguments = [*further, "--strategy", "multi-worker"]
    chosen, _ = parse(commands, ["train", *further])
    if (
        chosen.strategy not in ("default", "multi-worker")
        or chosen.cluster != "tf-config"
    ):
        raise ValueError(
            "cluster --local itself sets --strategy multi-worker and "
            "TF_CONFIG: remove --strategy and --cluster."
        )
    settings_from(parse(commands, ["train", *arguments])[0])
    return LocalCluster(count, arguments, chosen.peer_timeout).run()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    commands = parser()
    options, further = parse(commands, arguments)
    if options.command is None:
        commands.print_help()
        return 0
    if options.command == "cluster":
        return exit_code(
            commands, lambda: cluster(commands, options.local, further)
        )
    if options.command == "race":
        return exit_code(commands, lambda: race(options))
    return exit_code(commands, lambda: train(options, arguments))


if __name__ == "__main__":
    output.protect()
    code = main()
    # After a broken pipe, even flushing would raise the error again.
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.exit(code)
    os._exit(128 + BROKEN_PIPE)
