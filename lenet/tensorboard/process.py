"""The TensorBoard process: start, watch, restart and end it."""

import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple, Self

from lenet.tensorboard.child import responds, spawn

State = Literal["stopped", "starting", "ready", "restarting", "failed"]

START_LIMIT = 60.0  # seconds that a start may take on a slow machine
QUICK_DEATH = 10.0  # seconds; a process that ends earlier did not work
DELAYS = (
    0.0,
    0.2,
    0.5,
    1.0,
    2.0,
    4.0,
)  # seconds; by quick deaths in a row


class Status(NamedTuple):
    """The state of TensorBoard: its port if ready, else the reason."""

    state: State
    port: int | None = None
    reason: str = ""


class TensorBoard:
    """A TensorBoard process that shows `log_root`/fit, restarted if it ends.

    It listens on 127.0.0.1 only, below `path_prefix`, on `port` if that is
    free, otherwise on any free port. If the process ends, it is started again.
    If it ends within seconds several times in a row, the state is "failed" and
    `reason` has its last output. `stop()`, the end of the `with` block and the
    end of the parent process all end it.

    `start` and `stop` can be called from any thread and more than once.
    """

    def __init__(
        self,
        log_root: str | Path = "logs",
        *,
        path_prefix: str = "/tensorboard",
        port: int = 0,
    ) -> None:
        self.log_root = Path(log_root).absolute()
        self.path_prefix = path_prefix
        self.status = Status("stopped")
        self._next_port = port
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._control = threading.Lock()

    @property
    def state(self) -> State:
        """The current state."""
        return self.status.state

    @property
    def reason(self) -> str:
        """Why it restarts or failed, with its last output; empty otherwise."""
        return self.status.reason

    @property
    def port(self) -> int | None:
        """The port on which it listens; None unless it is ready."""
        return self.status.port

    @property
    def url(self) -> str | None:
        """Its address on this machine; None unless it is ready."""
        port = self.port
        return f"http://127.0.0.1:{port}{self.path_prefix}/" if port else None

    @property
    def pid(self) -> int | None:
        """The id of its latest process; None before the first."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it and return at once; do nothing if it already runs."""
        with self._control:
            if self._thread and self._thread.is_alive():
                return
            self._stopping.clear()
            self.status = Status("starting")
            self._thread = threading.Thread(
                target=self._keep_alive, name="tensorboard", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """End its process within 3 seconds and leave no zombie."""
        with self._control:
            self._stopping.set()
            if self._thread:
                self._end_process()
                self._thread.join(2)
            if self._process and self._process.poll() is None:
                self._process.kill()
            if self._thread:
                self._thread.join(1)
            self.status = Status("stopped")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _end_process(self) -> None:
        """Close its standard input, so that it ends."""
        if self._process and self._process.stdin:
            self._process.stdin.close()

    def _keep_alive(self) -> None:
        """Run the process, again and again, until `stop` is called."""
        quick_deaths = 0
        while True:
            started = time.monotonic()
            reason = self._run_once()
            if self._stopping.is_set():
                return
            lived = time.monotonic() - started
            quick_deaths = quick_deaths + 1 if lived < QUICK_DEATH else 0
            if quick_deaths == len(DELAYS):
                self.status = Status("failed", reason=reason)
                return
            self.status = Status("restarting", reason=reason)
            self._stopping.wait(DELAYS[quick_deaths])

    def _run_once(self) -> str:
        """Run the process to its end; return the reason that it ended."""
        try:
            self.log_root.mkdir(parents=True, exist_ok=True)
            process = spawn(self.log_root, self.path_prefix, self._next_port)
        except OSError as error:
            return f"TensorBoard cannot be started: {error}"
        with process:
            self._process = process
            if self._stopping.is_set():  # stop() was called first
                self._end_process()
            last_lines = self._follow(process)
        ending = f"TensorBoard ended with code {process.returncode}."
        return "\n".join([ending, *last_lines])

    def _follow(self, process: subprocess.Popen[str]) -> Iterable[str]:
        """Read its output until it ends; return the last lines."""
        last_lines: deque[str] = deque(maxlen=20)
        limit = threading.Timer(START_LIMIT, process.kill)
        limit.daemon = True
        limit.start()
        self._next_port = 0  # if this start fails, the next uses another port
        assert process.stdout is not None  # it is a pipe
        for line in process.stdout:
            last_lines.append(line.rstrip())
            if line.startswith("ready on "):
                limit.cancel()
                self._check(process, int(line.split()[-1]))
        limit.cancel()
        return last_lines

    def _check(self, process: subprocess.Popen[str], port: int) -> None:
        """Set the state to ready if it responds over HTTP, otherwise end it."""
        if responds(port, f"{self.path_prefix}/data/environment"):
            self._next_port = port  # a restart keeps the address
            self.status = Status("ready", port)
        else:
            process.kill()
