"""One worker of a cluster, as its parent starts it.

`python -m lenet.command_line.worker ARGUMENTS... PIPE`: what follows `python -m
lenet`, and the pipe on which to tell the parent how far it is.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from lenet.command_line.exit_codes import BROKEN_CLUSTER, exit_code
from lenet.command_line.options import parse, parser, settings_from
from lenet.command_line.signals import hearing_signals
from lenet.command_line.supervisor import Heartbeat
from lenet.command_line.training import Training, quiet_import
from lenet.replicas.members import Members, check_port, from_tf_config
from lenet.results.training import Report

if TYPE_CHECKING:
    import tensorflow as tf


class Worker:
    """A worker, from the first look at its cluster to its last word."""

    def __init__(
        self, options: argparse.Namespace, heartbeat: Heartbeat
    ) -> None:
        self.settings, self.heartbeat = settings_from(options), heartbeat
        members = self.members()
        check_port(members.own)
        heartbeat.tell(workers=members.workers, index=members.index)
        self.training = Training(
            options,
            self.settings,
            worker=members.index,
            on_report=self.report,
        )
        self.strategy: tf.distribute.Strategy | None = None

    def members(self) -> Members:
        """Find out who takes part; without TensorFlow where that can be."""
        cluster = self.settings.placement.cluster
        if cluster == "tf-config":
            return from_tf_config()
        with quiet_import():
            from lenet.replicas import resolvers
        return resolvers.members(resolvers.resolver_for(cluster))

    def report(self, report: Report) -> None:
        """Send the epoch and step to the parent."""
        self.heartbeat.tell(epoch=report.epoch, step=report.step)

    def train(self) -> int:
        """Join the others and train with them; return the exit code."""
        with quiet_import():
            from lenet.replicas.strategies import strategy_for
        try:
            self.strategy = strategy_for(self.settings.placement)
            # Not before: with others, TensorFlow takes SIGTERM for itself.
            self.training.stopper.listen()
            return hearing_signals(partial(self.training.run, self.strategy))
        except Exception as error:
            lost = connection_lost(error)
            if lost is None:
                raise
            self.heartbeat.tell(lost=reason(lost))
            return BROKEN_CLUSTER

    def leave(self, code: int) -> None:
        """Wait for the others: who leaves first would take them along.

        The exit code is told before: what comes now changes nothing.
        """
        self.heartbeat.tell(code=code)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        import tensorflow as tf

        from lenet.replicas.chief import wait_for_all

        with contextlib.suppress(tf.errors.OpError):
            wait_for_all(self.strategy)


def connection_lost(error: BaseException) -> tf.errors.OpError | None:
    """Find what TensorFlow raises for a lost worker among an error's causes.

    Where a layer is built, Keras 3 turns it into a TypeError.
    """
    import tensorflow as tf

    if isinstance(
        error,
        tf.errors.UnavailableError
        | tf.errors.AbortedError
        | tf.errors.CancelledError
        | tf.errors.DeadlineExceededError
        | tf.errors.FailedPreconditionError
        | tf.errors.InternalError,
    ):
        return error
    cause = error.__cause__ or error.__context__
    return connection_lost(cause) if cause else None


def reason(error: tf.errors.OpError) -> str:
    """Put what TensorFlow says of a lost connection in one line."""
    lines = [line.strip() for line in str(error.message).splitlines()]
    told = next((x for x in lines if x.startswith("Collective")), lines[0])
    return f"{type(error).__name__}, {told}"


def main(arguments: list[str]) -> int:
    """Run one worker; return the exit code."""
    *given, descriptor = arguments
    commands = parser()
    options, _ = parse(commands, given)

    def work() -> int:
        worker = Worker(options, Heartbeat(int(descriptor)))
        code = worker.train()
        if code != BROKEN_CLUSTER:
            worker.leave(code)
        return code

    return exit_code(commands, work)


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
    sys.stderr.flush()
    # TensorFlow would wait once more for those that are gone.
    os._exit(code)
