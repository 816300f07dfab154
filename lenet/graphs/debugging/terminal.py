"""Read all that a process prints, also what its compiled code prints."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator

STDERR = 2


@contextlib.contextmanager
def terminal() -> Iterator[Callable[[], str]]:
    """Collect standard error of the process and Python's output, in order.

    The block gets a function that returns the text so far. Afterwards both go
    where they went before. Compiled code writes to the file descriptor, which
    the whole process shares, so only one thread may collect at a time. Without
    a standard error, OSError is raised.
    """
    kept = os.dup(STDERR)
    with tempfile.TemporaryFile("w+", buffering=1) as file:
        os.dup2(file.fileno(), STDERR)
        try:
            with (
                contextlib.redirect_stdout(file),
                contextlib.redirect_stderr(file),
            ):
                yield lambda: _read(file.fileno())
        finally:
            os.dup2(kept, STDERR)
            os.close(kept)


def _read(descriptor: int) -> str:
    # Not by seek: both writers share the place in the file.
    size = os.fstat(descriptor).st_size
    return os.pread(descriptor, size, 0).decode()
