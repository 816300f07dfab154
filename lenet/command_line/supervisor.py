"""The parent process that watches one worker of a cluster.

TensorFlow waits for other machines without a time limit, and while it waits no
signal handler and no other thread of the process runs. So a worker trains in a
child process, which reports its steps over a pipe. The parent ends the child
when no report arrives in time.
"""

import json
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lenet.command_line import processes
from lenet.replicas.members import Members

# How long a worker may continue after a signal to stop.
GRACE_SECONDS = 10.0
# A signal to a group of processes arrives twice: directly and from the parent.
SECONDS_OF_ONE_SIGNAL = 1.0


class ClusterBroke(Exception):
    """A worker ended or did not join; the message has the fix."""


@dataclass(frozen=True)
class Timeouts:
    """Seconds until all workers finished a step, and between two reports."""

    join: float
    peer: float


class Heartbeat:
    """The worker's end of the pipe to its parent; a report is a JSON line."""

    def __init__(self, descriptor: int) -> None:
        os.set_inheritable(descriptor, False)
        self.descriptor = descriptor

    def tell(self, **news: Any) -> None:
        """Send news to the parent, by the names of `WorkerStatus`."""
        os.write(self.descriptor, json.dumps(news).encode() + b"\n")


@dataclass
class WorkerStatus:
    """What a parent knows about its worker.

    `step` is 0 until all workers have finished the first. `lost` is the reason
    why the worker lost the others. `code` is its exit code once its work is
    done; what happens to its connections later does not change it.
    """

    workers: tuple[str, ...] = ()
    index: int = 0
    epoch: int = 0
    step: int = 0
    lost: str = ""
    code: int | None = None
    at: float = field(default_factory=time.monotonic)

    def take(self, line: bytes) -> None:
        """Update the status from a line of the pipe."""
        for name, value in json.loads(line).items():
            setattr(self, name, value)
        self.at = time.monotonic()


class Supervisor:
    """The parent of one worker: starts it, reads its reports, and can end it.

    `command` receives the pipe's number as its last argument.
    """

    def __init__(
        self, command: Sequence[str], timeouts: Timeouts, checkpoint: Path
    ) -> None:
        self.timeouts, self.checkpoint = timeouts, checkpoint
        self.started, self.status = time.monotonic(), WorkerStatus()
        self.asked: tuple[int, float] | None = None
        self.killed = False
        self.heartbeat, theirs = os.pipe()
        self.process = processes.start(
            [*command, str(theirs)], pass_fds=[theirs]
        )
        os.close(theirs)

    def watch(self) -> int:
        """Wait until the worker has ended, or end it; return its exit code.

        Raises ClusterBroke if the training did not end by itself.
        """
        began = b""
        with processes.signals() as signals:
            while True:
                ready = processes.wait_for(
                    [signals, self.heartbeat], self.left()
                )
                if signals in ready:
                    self.ask_to_stop(os.read(signals, 1)[0])
                elif self.heartbeat in ready:
                    came = os.read(self.heartbeat, 65_536)
                    if not came:
                        break
                    *lines, began = (began + came).split(b"\n")
                    for line in lines:
                        self.status.take(line)
                else:
                    self.kill()
        return self.verdict(self.process.wait())

    def left(self) -> float | None:
        """Return the seconds left for the next report; None: no limit."""
        if self.killed:
            return None
        ends = self.status.at + self.timeouts.peer
        if not self.status.step and self.status.code is None:
            ends = self.started + self.timeouts.join
        if self.asked:
            _, at = self.asked
            ends = min(ends, at + GRACE_SECONDS)
        return max(0.0, ends - time.monotonic())

    def ask_to_stop(self, number: int) -> None:
        """Pass on a signal; a second one, or one before the first step, kills.

        Before its first step a worker may ignore signals, and has nothing to
        save.
        """
        now = time.monotonic()
        self.asked = self.asked or (number, now)
        _, first = self.asked
        is_second = (
            number in processes.IMPATIENT
            and now - first > SECONDS_OF_ONE_SIGNAL
        )
        if not self.status.step or is_second:
            self.kill()
        elif now == first:
            self.process.send_signal(number)

    def kill(self) -> None:
        """Kill the worker, whatever it waits for."""
        self.killed = True
        self.process.kill()

    def verdict(self, returned: int) -> int:
        """Return the exit code, or raise ClusterBroke."""
        if self.status.code is not None:
            return self.status.code
        if self.asked and (self.status.lost or returned < 0):
            return 128 + self.asked[0]
        if self.status.lost:
            raise self.broke(self.status.lost)
        if self.killed and self.status.step:
            raise self.broke(
                f"no step within {self.timeouts.peer:g} s (--peer-timeout)"
            )
        if self.killed:
            raise self.broke(
                f"no first step of all workers within {self.timeouts.join:g} s "
                "(--join-timeout)"
            )
        if returned < 0:
            name = signal.Signals(-returned).name
            raise self.broke(f"{name} ended this worker's process")
        return returned

    def broke(self, why: str) -> ClusterBroke:
        """Return the error: what happened, the workers and what to do."""
        epoch, step = self.status.epoch, self.status.step
        where = f" in epoch {epoch}, after step {step:,}" if step else ""
        who = ""
        if self.status.workers:
            members = Members(tuple(self.status.workers), self.status.index)
            who = f" Workers: {members.described()}."
        again = (
            f" to resume from {self.checkpoint}, at epoch {epoch}"
            if epoch > 1
            else ""
        )
        return ClusterBroke(
            f"The cluster failed{where}: {why}.{who} Run the same command "
            f"again on every machine{again}."
        )
