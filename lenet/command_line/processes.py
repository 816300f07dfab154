"""Start processes that end with their parent, and wait for their output."""

import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

PR_SET_PDEATHSIG = 1
# SIGHUP: the connection or the terminal was closed. SIGBREAK is Windows'. The
# others come from batch systems and limits, shortly before they kill.
NAMES = (
    *("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"),
    *("SIGUSR1", "SIGUSR2", "SIGXCPU"),
)
ASKING_TO_STOP = tuple(
    getattr(signal, name) for name in NAMES if hasattr(signal, name)
)
# A second one of these comes from someone who will not wait. The others are
# repeated by the system.
IMPATIENT = (signal.SIGINT, signal.SIGTERM)
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def start(command: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    """Start a command that Ctrl-C in a terminal does not reach.

    On Linux it is killed when the thread that starts it ends, even if that
    thread is killed: a process that waits inside TensorFlow ignores everything
    else. Call this from a process with one thread.
    """
    return subprocess.Popen(
        command,
        preexec_fn=die_with(os.getpid()) if LIBC else None,
        start_new_session=True,
        **options,
    )


def die_with(parent: int) -> Callable[[], None]:
    """Return the function that a child runs first, to be killed with `parent`.

    https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html
    """

    def ask() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # type: ignore[union-attr]
        if os.getppid() != parent:  # the parent ended before prctl
            os._exit(128 + signal.SIGKILL)

    return ask


def asking_to_stop() -> list[signal.Signals]:
    """Return the signals to listen to: not SIGHUP after `nohup`."""
    return [
        number
        for number in ASKING_TO_STOP
        if number in IMPATIENT or signal.getsignal(number) != signal.SIG_IGN
    ]


@contextlib.contextmanager
def signals() -> Iterator[int]:
    """Yield a pipe on which the signals that ask to stop arrive as bytes."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    former = {
        number: signal.signal(number, lambda number, frame: None)
        for number in asking_to_stop()
    }
    former_writer = signal.set_wakeup_fd(writer)
    try:
        yield reader
    finally:
        signal.set_wakeup_fd(former_writer)
        for number, handler in former.items():
            signal.signal(number, handler)
        os.close(reader)
        os.close(writer)


def wait_for(files: Sequence[int], seconds: float | None) -> list[int]:
    """Wait for input, at most `seconds`; return the files that have some."""
    with selectors.DefaultSelector() as selector:
        for file in files:
            selector.register(file, selectors.EVENT_READ)
        return [key.fd for key, _ in selector.select(seconds)]
