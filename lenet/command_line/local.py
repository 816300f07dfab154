"""`python -m lenet cluster --local N`: a whole cluster on this machine."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence

from lenet.command_line import processes
from lenet.command_line.supervisor import GRACE_SECONDS
from lenet.command_line.training import BROKEN_PIPE

# A worker has GRACE_SECONDS after a signal; then its parent ends it.
SECONDS_TO_END = GRACE_SECONDS + 5.0
REFUSED = (1, 2)  # exit codes of a worker that will not join the others


class LocalCluster:
    """Workers on this machine, each a process `python -m lenet train`.

    If one ends, the others notice within `peer_timeout` seconds.
    """

    def __init__(
        self, count: int, arguments: Sequence[str], peer_timeout: float
    ) -> None:
        self.patience = peer_timeout + SECONDS_TO_END
        addresses = [f"127.0.0.1:{port}" for port in free_ports(count)]
        self.workers = [
            processes.start(
                [sys.executable, "-m", "lenet", "train", *arguments],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "TF_CONFIG": tf_config(addresses, index)},
            )
            for index in range(count)
        ]
        self.outputs = [
            Output(worker, index, is_bare="--json" in arguments)
            for index, worker in enumerate(self.workers)
        ]
        self.codes: list[int] = []  # of the workers that ended by themselves
        self.next_signal: int = signal.SIGTERM
        self.ends: float | None = None  # when the remaining workers get it

    def run(self) -> int:
        """Pass on lines and signals until all have ended; return the worst."""
        with processes.signals() as signals:
            while any(output.pipes for output in self.outputs):
                pipes = [x for output in self.outputs for x in output.pipes]
                ready = processes.wait_for([signals, *pipes], self.left())
                if not ready:
                    self.end()
                if signals in ready:
                    self.signal_all(os.read(signals, 1)[0])
                for output in self.outputs:
                    self.read(output, ready)
        return max(self.codes)

    def read(self, output: "Output", ready: Sequence[int]) -> None:
        """Pass on a worker's output; record its exit code when it has ended."""
        for pipe in [pipe for pipe in output.pipes if pipe in ready]:
            try:
                output.pass_on(pipe)
            except BrokenPipeError:
                self.codes.append(128 + BROKEN_PIPE)
                self.end()
            if not output.pipes:
                self.note(output.worker.wait())

    def note(self, code: int) -> None:
        """Record a worker's exit code; after an error, set `ends`."""
        if self.next_signal == signal.SIGTERM:
            self.codes.append(code if code >= 0 else 128 - code)
            if code and self.ends is None:
                patience = 0.0 if code in REFUSED else self.patience
                self.ends = time.monotonic() + patience

    def left(self) -> float | None:
        """Return the seconds until the other workers are ended; None: never."""
        if self.ends is None:
            return None
        return max(0.0, self.ends - time.monotonic())

    def end(self) -> None:
        """End the remaining workers: first with SIGTERM, then with SIGKILL."""
        self.signal_all(self.next_signal)
        self.next_signal = signal.SIGKILL
        self.ends = time.monotonic() + SECONDS_TO_END

    def signal_all(self, number: int) -> None:
        """Send a signal to all workers that still run."""
        for worker in self.workers:
            worker.send_signal(number)


class Output:
    """The output of one worker, line by line, each with the worker's name.

    `is_bare` leaves out the name, for JSON lines, which have it already.
    """

    def __init__(
        self, worker: subprocess.Popen[bytes], index: int, *, is_bare: bool
    ) -> None:
        assert worker.stdout
        assert worker.stderr
        self.worker = worker
        name = f"worker {index} | ".encode()
        out, err = worker.stdout.fileno(), worker.stderr.fileno()
        self.prefixes = {out: b"" if is_bare else name, err: name}
        self.destinations = {out: sys.stdout.buffer, err: sys.stderr.buffer}
        self.pipes = {out: b"", err: b""}  # to the unfinished line

    def pass_on(self, pipe: int) -> None:
        """Read the available output and print its complete lines."""
        came = os.read(pipe, 65_536)
        *lines, begun = (self.pipes[pipe] + came).split(b"\n")
        if came:
            self.pipes[pipe] = begun
        else:
            del self.pipes[pipe]
            lines = [begun] if begun else []
        destination = self.destinations[pipe]
        for line in lines:
            destination.write(self.prefixes[pipe] + line + b"\n")
        destination.flush()


def free_ports(count: int) -> list[int]:
    """Return free ports of this machine."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def tf_config(addresses: Sequence[str], index: int) -> str:
    """Return the TF_CONFIG of one worker.

    https://www.tensorflow.org/guide/distributed_training#TF_CONFIG
    """
    return json.dumps(
        {
            "cluster": {"worker": list(addresses)},
            "task": {"type": "worker", "index": index},
        }
    )
