"""One worker of a cluster, as its parent starts it.

`python -m lenet.command_line.worker ARGUMENTS... PIPE` takes the arguments of
`python -m lenet`, and the number of the pipe for the reports to the parent.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from lenet.command_line import output
from lenet.command_line.exit_codes import BROKEN_CLUSTER, exit_code
from lenet.command_line.options import parse, parser, settings_from
from lenet.command_line.signals import interruptible
from lenet.command_line.supervisor import Heartbeat
from lenet.command_line.training import Training, quiet_import
from lenet.replicas.members import Members, check_port, from_tf_config
from lenet.results.training import Report

if TYPE_CHECKING:
    import tensorflow as tf


class Worker:
    """One worker of a cluster, from reading the cluster to its last report."""

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
        """Return the workers of the cluster, without TensorFlow if possible."""
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
        """Join the other workers and train; return the exit code."""
        with quiet_import():
            from lenet.replicas.strategies import strategy_for
        try:
            self.strategy = strategy_for(self.settings.placement)
            # Only now: TensorFlow sets its own SIGTERM handler above.
            self.training.stopper.listen()
            return interruptible(partial(self.training.run, self.strategy))
        except Exception as error:
            lost = connection_lost(error)
            if lost is None:
                raise
            self.heartbeat.tell(lost=reason(lost))
            return BROKEN_CLUSTER

    def leave(self, code: int) -> None:
        """Wait for the other workers, which would fail if this one ended first.

        The exit code is sent first, so errors from here on do not matter.
        """
        self.heartbeat.tell(code=code)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        import tensorflow as tf

        from lenet.replicas.chief import wait_for_all

        with contextlib.suppress(tf.errors.OpError):
            wait_for_all(self.strategy)


def connection_lost(error: BaseException) -> tf.errors.OpError | None:
    """Return TensorFlow's error for a lost worker among an error's causes.

    While a layer is built, Keras 3 turns it into a TypeError.
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
    """Return TensorFlow's message about a lost connection as one line."""
    lines = [line.strip() for line in str(error.message).splitlines()]
    line = next((x for x in lines if x.startswith("Collective")), lines[0])
    return f"{type(error).__name__}, {line}"


def main(arguments: list[str]) -> int:
    """Run one worker; return the exit code."""
    *given, descriptor = arguments
    commands = parser()
    options, _ = parse(commands, given)

    def work() -> int:
        worker = Worker(options, Heartbeat(int(descriptor)))
        with worker.training:
            code = worker.train()
        if code != BROKEN_CLUSTER:
            worker.leave(code)
        return code

    return exit_code(commands, work)


if __name__ == "__main__":
    output.protect()
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
    # A normal exit would wait again for the workers that have ended.
    os._exit(code)
