"""A worker of a cluster is watched by the process that started it.

TensorFlow waits for other machines without an end, and so that nothing in its
process runs meanwhile, no signal and no thread. So a worker trains in a child
process, which says over a pipe how far it is, and is ended by its parent where
it says nothing for too long.
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

# How long a worker that was asked to stop may go on.
GRACE_SECONDS = 10.0
# One sent to a whole group of processes comes here again by their parent.
SECONDS_OF_ONE_SIGNAL = 1.0


class ClusterBroke(Exception):
    """Some worker is gone, or did not come; the text says what to do."""


@dataclass(frozen=True)
class Timeouts:
    """Seconds until all workers made a step, and from one sign to the next."""

    join: float
    peer: float


class Heartbeat:
    """What a worker tells its parent: a line of JSON each, on a pipe."""

    def __init__(self, descriptor: int) -> None:
        os.set_inheritable(descriptor, False)
        self.descriptor = descriptor

    def tell(self, **news: Any) -> None:
        """Send what is new to the parent, by the names of `WorkerStatus`."""
        os.write(self.descriptor, json.dumps(news).encode() + b"\n")


@dataclass
class WorkerStatus:
    """What a parent heard of its worker.

    `step` is 0 until all workers have made the first. `lost` is why it gave
    up on the others. `code` is its exit code once its work is done, whatever
    becomes of its connections after that.
    """

    workers: tuple[str, ...] = ()
    index: int = 0
    epoch: int = 0
    step: int = 0
    lost: str = ""
    code: int | None = None
    at: float = field(default_factory=time.monotonic)

    def take(self, line: bytes) -> None:
        """Take in a line from the pipe."""
        for name, value in json.loads(line).items():
            setattr(self, name, value)
        self.at = time.monotonic()


class Supervisor:
    """The parent of one worker: starts it, listens, ends it where it must.

    `command` gets the pipe's number as a last argument.
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
        """Wait for the worker's end, or bring it about; return its exit code.

        Raises ClusterBroke where the training did not end by itself.
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
        """Count the seconds that it may still be silent; None: as many."""
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
        """Pass a signal on; a second one ends all, and one before a step.

        Until then the worker may be deaf, and has nothing to keep.
        """
        now = time.monotonic()
        self.asked = self.asked or (number, now)
        _, first = self.asked
        if not self.status.step or now - first > SECONDS_OF_ONE_SIGNAL:
            self.kill()
        elif now == first:
            self.process.send_signal(number)

    def kill(self) -> None:
        """End the worker, whatever it waits for."""
        self.killed = True
        self.process.kill()

    def verdict(self, returned: int) -> int:
        """Return the exit code; raise ClusterBroke for a broken cluster."""
        if self.status.code is not None:
            return self.status.code
        if self.asked and (self.status.lost or returned < 0):
            return 128 + self.asked[0]
        if self.status.lost:
            raise self.broke(self.status.lost)
        if self.killed and self.status.step:
            raise self.broke(
                f"no step in {self.timeouts.peer:g} s (--peer-timeout)"
            )
        if self.killed:
            raise self.broke(
                f"no first step of all workers in {self.timeouts.join:g} s "
                "(--join-timeout)"
            )
        if returned < 0:
            name = signal.Signals(-returned).name
            raise self.broke(f"this worker's process was ended by {name}")
        return returned

    def broke(self, why: str) -> ClusterBroke:
        """Return an error: what happened, who took part and what to do."""
        epoch, step = self.status.epoch, self.status.step
        where = f" in epoch {epoch}, after step {step:,}" if step else ""
        who = ""
        if self.status.workers:
            members = Members(tuple(self.status.workers), self.status.index)
            who = f" Workers: {members.described()}."
        again = (
            f": it goes on from {self.checkpoint}, at epoch {epoch}"
            if epoch > 1
            else ""
        )
        return ClusterBroke(
            f"The cluster broke{where}: {why}.{who} Start the same command "
            f"again on every machine{again}."
        )
