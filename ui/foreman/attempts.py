"""The attempts to start a process: what it prints, why it ends, when to try again."""

import contextlib
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable
from typing import IO

QUICK_DEATH = 10.0  # seconds; a process that ends earlier did not work
FEW = 3  # quick deaths in a row, after which it has failed
DELAY = 1.0  # seconds from one start to the next
LONG_DELAY = 30.0  # the same, once it has failed
LAST_LINES = 100
LONGEST = 300  # characters of a reason


class Attempts:
    """Counts the quick deaths of a process, and passes on what it prints.

    After a few in a row it has failed, and is started less often; its reason is the
    last line that it printed. What it prints is logged, but not again for each
    attempt that ends for the same reason.
    """

    def __init__(self) -> None:
        self.deaths = 0
        self.reason = ""
        self._began = 0.0
        self._told = ""
        self._held: deque[str] | None = None  # lines that may be a repetition
        self._last: deque[str] = deque(maxlen=LAST_LINES)
        self._lock = threading.Lock()
        self._reader: threading.Thread | None = None

    @property
    def failed(self) -> bool:
        """Return whether it ended quickly a few times in a row."""
        return self.deaths >= FEW

    def begin(self) -> None:
        """Note that a process is being started."""
        self._began = time.monotonic()
        with self._lock:
            self._held = deque(maxlen=LAST_LINES) if self.deaths else None
            self._last.clear()

    def follow(self, output: IO[str]) -> None:
        """Pass on what the process prints, from a thread, until it ends."""
        self._reader = threading.Thread(target=self._read, args=[output], daemon=True)
        self._reader.start()

    def succeeded(self) -> None:
        """Note that the process works: what it prints is no repetition."""
        with self._lock:
            held, self._held = self._held, None
            log(held or ())

    def end(self, reason: str = "") -> float:
        """Note that the process ended; return in how many seconds to start the next."""
        if self._reader:
            # Its own children may keep the pipe open for a moment.
            self._reader.join(timeout=1.0)
        lived = time.monotonic() - self._began
        if lived >= QUICK_DEATH:
            self.deaths, self._told = 0, ""
            return 0.0
        self.deaths += 1
        with self._lock:
            self.reason = reason or reason_in(self._last)
            self._tell(self._held or ())
        return max(0.0, (LONG_DELAY if self.failed else DELAY) - lived)

    def _tell(self, held: Iterable[str]) -> None:
        """Log what was held back, if the reason is a new one; and a failure, once."""
        if self.reason != self._told:
            self._told = self.reason
            log(held)
        if self.deaths == FEW:
            log([f"{sentence(self.reason)}\n"])

    def _read(self, output: IO[str]) -> None:
        with output:
            for line in output:
                with self._lock:
                    self._last.append(line)
                    if self._held is None:
                        log([line])
                    else:
                        self._held.append(line)


def sentence(reason: str) -> str:
    """Return what a page and the log say about processes that do not start."""
    return (
        f"The app's other processes do not start ({quoted(reason)}); whoever runs the "
        "app finds more in its log and can correct this without a restart: the app "
        f"tries again every {LONG_DELAY:.0f} seconds."
    )


def quoted(reason: str) -> str:
    """Return a reason as Markdown's code, so that nothing in it is Markdown."""
    return f"`{reason.replace('`', chr(39))}`"


def reason_in(lines: Iterable[str]) -> str:
    """Return why a process ended, by the last lines that it printed."""
    said = [line.strip() for line in lines if line.strip()]
    return said[-1].rstrip(".")[:LONGEST] if said else "it ended without a word"


def first_reason(message: str) -> str:
    """Return the first line of an error's message that is not part of a traceback."""
    lines = [line.rstrip() for line in message.splitlines() if line.strip()]
    plain = [each for each in lines if not each.startswith((" ", "Traceback"))]
    return reason_in((plain or lines)[:1])


def log(lines: Iterable[str]) -> None:
    """Write lines to this process's log, if it has one that can be written."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.writelines(lines)
        sys.stderr.flush()
