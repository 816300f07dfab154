"""The server's side of the foreman: start it, ask it, restart it."""

import contextlib
import functools
import os
import secrets
import subprocess
import sys
import threading
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

from lenet import environment
from ui.foreman.attempts import Attempts, sentence
from ui.foreman.child import Failure
from ui.foreman.turns import end_turn

ROOT = Path(__file__).parents[2]
START_SECONDS = 30.0
# UTF-8 for files as well, except where it would give a path another name.
UTF_8_PATHS = sys.getfilesystemencoding() == "utf-8"


class WorkError(RuntimeError):
    """A call that the app's processes could not do, and why."""


class ForemanClient:
    """Owns the foreman's process; its methods are thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted = False
        self._ended = threading.Event()  # of the thread that keeps it running
        self._attempts = Attempts()
        self._address: Any = None
        self._key = b""
        self._process: subprocess.Popen[str] | None = None
        self._listening = threading.Event()
        self._warm = False

    def start(self) -> None:
        """Start the foreman once, in the background, without waiting for it."""
        with self._lock:
            if self._wanted:
                return
            self._wanted, self._ended = True, threading.Event()
        threading.Thread(
            target=self._keep_running, args=[self._ended], daemon=True
        ).start()

    def stop(self) -> None:
        """End the foreman and all that it started, and wait for it."""
        with self._lock:
            self._wanted = False
            self._ended.set()
            process = self._process
        if process and process.stdin:
            process.stdin.close()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()

    def ask(self, verb: str, **arguments: Any) -> Any:
        """Return the foreman's result for a verb; start the foreman if necessary.

        Raises ValueError for input that the callee refuses, and WorkError where the
        work could not be done.
        """
        self.start()
        if self._attempts.failed and not self._listening.is_set():
            raise WorkError(sentence(self._attempts.reason))
        end_turn()
        if not self._listening.wait(START_SECONDS):
            raise WorkError("The app's workers did not start. Reload in a minute.")
        try:
            with Client(self._address, authkey=self._key) as connection:
                connection.send((verb, arguments))
                result = connection.recv()
        except (OSError, EOFError) as error:
            raise WorkError(
                "The app's workers were interrupted and are restarting. "
                "Try again in a few seconds."
            ) from error
        if isinstance(result, Failure):
            kind = ValueError if result.kind == "input" else WorkError
            raise kind(result.message)
        return result

    def state(self) -> dict[str, Any]:
        """Return the states of the processes, without waiting for a missing one."""
        if not self._listening.is_set():
            if self._wanted and self._attempts.failed:
                reason = self._attempts.reason
                return {"foreman": {"state": "failed", "reason": reason}}
            return {"foreman": {"state": "starting" if self._wanted else "stopped"}}
        try:
            parts: dict[str, Any] = self.ask("state")
        except WorkError:
            return {"foreman": {"state": "restarting"}}
        return {"foreman": {"state": "ready"}, **parts}

    def is_warm(self) -> bool:
        """Return whether a worker is ready.

        Every page asks this at every run, so a True is kept as long as this foreman
        lives.
        """
        template = {} if self._warm else self.state().get("template", {})
        self._warm = self._warm or template.get("state") == "ready"
        return self._warm

    def _keep_running(self, ended: threading.Event) -> None:
        while not ended.is_set():
            reason = ""
            self._attempts.begin()
            try:
                self._run_once()
            except OSError as error:  # no process or pipe can be made
                reason = error.strerror or str(error)
            # A process that dies at once must not be started in a busy loop.
            ended.wait(self._attempts.end(reason))

    def _run_once(self) -> None:
        self._key = secrets.token_bytes(32)
        process = subprocess.Popen(
            [sys.executable, "-m", "ui.foreman"],
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="backslashreplace",
            # Ctrl-C in the terminal is for the server. A separate session would do
            # this too, but Linux divides the CPU between sessions first, and the
            # foreman's lower priority would have no effect.
            process_group=0 if os.name == "posix" else None,
        )
        assert process.stdin
        assert process.stdout
        assert process.stderr
        self._attempts.follow(process.stderr)
        process.stderr = None  # the thread that follows it closes it
        with self._lock:
            self._process = process
        with process:  # closes its pipes and waits for its end
            with contextlib.suppress(BrokenPipeError):  # it ended at once
                process.stdin.write(self._key.hex() + "\n")
                process.stdin.flush()
            self._address = process.stdout.readline().strip()
            if self._address:
                self._attempts.succeeded()
                self._listening.set()
            process.wait()
        self._listening.clear()
        self._warm = False


def log_root() -> Path:
    """Return the folder that trainings log to: LENET_LOGS, or logs/ here."""
    return environment.LOGS.value()


def _environment() -> dict[str, str]:
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # Each of the processes would take all of a GPU's memory otherwise.
        "TF_FORCE_GPU_ALLOW_GROWTH": "true",
        **os.environ,
        # TensorFlow, Keras and learners' code print any character, whatever the
        # terminal of this server can show.
        "PYTHONIOENCODING": "utf-8:backslashreplace",
        **({"PYTHONUTF8": "1"} if UTF_8_PATHS else {}),
        environment.LOGS.name: str(log_root()),
        "PYTHONPATH": os.pathsep.join(paths),
    }


@functools.cache
def foreman() -> ForemanClient:
    """Return the client of this process; its first call starts the foreman."""
    return ForemanClient()
