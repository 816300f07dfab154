"""Standard output and error that never end the work, however they fail."""

from __future__ import annotations

import io
import os
import select
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STREAMS = (0, 1, 2)  # standard input, output and error


class Lasting(io.RawIOBase):
    """A stream whose errors do not reach the one who writes.

    A full disk, or a terminal that was closed: what is written from then on is
    dropped. `on_failure` is called with the first error, which is kept in
    `failure`. `BrokenPipeError` is raised if `is_read`: then a reader has left,
    for whom all of it was made.
    """

    def __init__(
        self,
        raw: Any,
        on_failure: Callable[[OSError], object],
        *,
        is_read: bool,
    ) -> None:
        super().__init__()
        self.raw, self.on_failure, self.is_read = raw, on_failure, is_read
        self.failure: OSError | None = None

    def write(self, data: ReadableBuffer, /) -> int:
        """Write the data, or drop it; return how many bytes."""
        if self.failure is None:
            try:
                return self._write(data)
            except OSError as error:
                if self.is_read and isinstance(error, BrokenPipeError):
                    raise
                self.failure = error
                self.on_failure(error)
        return memoryview(data).nbytes

    def _write(self, data: ReadableBuffer) -> int:
        # None: the terminal takes nothing at the moment, and does not wait.
        while (written := self.raw.write(data)) is None:
            select.select([], [self.raw], [])
        return int(written)

    def writable(self) -> bool:
        """Return True: it is there to be written."""
        return True

    def fileno(self) -> int:
        """Return the number of the stream."""
        return int(self.raw.fileno())

    def isatty(self) -> bool:
        """Return whether it is a terminal."""
        return bool(self.raw.isatty())


def protect() -> None:
    """Make standard output and error last; open those that are closed.

    A character that their encoding lacks is written as its number.
    """
    for stream in STREAMS:
        try:
            os.fstat(stream)
        except OSError:  # closed by the shell: `>&-`
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
    # Nobody can be told where standard error fails.
    sys.stderr = _lasting(sys.stderr, 2, lambda error: None, is_read=False)
    sys.stdout = _lasting(sys.stdout, 1, _tell, is_read=True)


def failure() -> OSError | None:
    """Return the error that ended standard output; None while it works."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return raw.failure if isinstance(raw, Lasting) else None


def _lasting(
    stream: TextIO | None,
    number: int,
    on_failure: Callable[[OSError], object],
    *,
    is_read: bool,
) -> TextIO:
    raw: Any
    if stream is None:  # it was closed when Python started
        raw = io.FileIO(number, "w", closefd=False)
    else:
        # Unbuffered, with `python -u`, the buffer is the raw stream itself.
        raw = getattr(stream.buffer, "raw", stream.buffer)
    return io.TextIOWrapper(
        io.BufferedWriter(Lasting(raw, on_failure, is_read=is_read)),
        encoding=stream.encoding if stream else "utf-8",
        errors="backslashreplace",
        line_buffering=bool(stream and stream.line_buffering),
    )


def _tell(error: OSError) -> None:
    print(
        f"The output cannot be written ({error.strerror}). The work continues "
        "without it.",
        file=sys.stderr,
        flush=True,
    )
