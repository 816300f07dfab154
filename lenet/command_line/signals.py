"""Stop a training by a signal, even while TensorFlow computes."""

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from lenet.command_line.processes import IMPATIENT, asking_to_stop

Result = TypeVar("Result")
LONGEST_DELAY = 0.1  # seconds from a signal to its handler


class Stopper:
    """The request to stop: the number of the signal, or 0.

    A second Ctrl-C or SIGTERM ends the process at once, unless `is_watched`:
    then its parent ends it, and Slurm or systemd sends each signal to both.
    """

    def __init__(self, *, is_watched: bool = False) -> None:
        self.signal, self.is_watched = 0, is_watched

    def listen(self) -> None:
        """Handle the signals from now on."""
        for number in asking_to_stop():
            signal.signal(number, self.stop)

    def stop(self, number: int, frame: object = None) -> None:
        """Record the signal, so that the training stops after this batch."""
        self.signal = self.signal or number
        for other in () if self.is_watched else IMPATIENT:
            signal.signal(other, signal.SIG_DFL)

    def is_set(self) -> bool:
        """Return whether a signal asked the training to stop."""
        return self.signal != 0


def interruptible(work: Callable[[], Result]) -> Result:
    """Run `work` in a thread, so that this thread can handle signals."""
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(work)
        # Python runs signal handlers in this thread only, when it runs Python
        # code. A signal that another thread received does not wake it.
        while not done.done():
            wait([done], timeout=LONGEST_DELAY)
    return done.result()
