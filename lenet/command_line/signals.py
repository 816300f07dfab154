"""Signals that ask a training to stop, and a thread that lets them through."""

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from lenet.command_line.processes import ASKING_TO_STOP

Result = TypeVar("Result")
SECONDS_DEAF = 0.1  # the longest that a signal may go unheard


class Stopper:
    """Remembers the signal that asked to stop; a second one is not asked.

    But for a process that is watched: its parent ends it, and Slurm, or
    systemd, sends a signal to both.
    """

    def __init__(self, *, is_watched: bool = False) -> None:
        self.signal, self.is_watched = 0, is_watched

    def listen(self) -> None:
        """Take the signals over."""
        for number in ASKING_TO_STOP:
            signal.signal(number, self.stop)

    def stop(self, number: int, frame: object = None) -> None:
        """Ask the training to stop."""
        self.signal = number
        for other in () if self.is_watched else ASKING_TO_STOP:
            signal.signal(other, signal.SIG_DFL)

    def is_set(self) -> bool:
        """Return whether a signal asked the training to stop."""
        return self.signal != 0


def hearing_signals(work: Callable[[], Result]) -> Result:
    """Do some work in a thread, so that this one hears signals meanwhile."""
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(work)
        # Python hands a signal to this thread only, and only once this thread
        # runs Python; one that another thread was given does not wake it.
        while not done.done():
            wait([done], timeout=SECONDS_DEAF)
    return done.result()
