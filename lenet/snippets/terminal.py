"""Read all that a process prints, also what its compiled code prints."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TextIO

STDERR = 2


@contextlib.contextmanager
def terminal() -> Iterator[Callable[[], str]]:
    """Collect standard error of the process and Python's output, in order.

    The block gets a function that returns the text so far. Afterwards both go
    where they went before. Compiled code writes to the file descriptor, which
    the whole process shares, so only one thread may collect at a time. Without
    a standard error, OSError is raised.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "printed"
        opened = path.open("a", buffering=1, encoding="utf-8")
        with opened as file, _standard_error(file):
            # Compiled code writes bytes of any encoding.
            yield partial(path.read_text, "utf-8", "replace")


@contextlib.contextmanager
def _standard_error(file: TextIO) -> Iterator[None]:
    """Send what Python and compiled code print in the block to a file."""
    kept = os.dup(STDERR)
    os.dup2(file.fileno(), STDERR)
    try:
        with contextlib.redirect_stdout(file), contextlib.redirect_stderr(file):
            yield
    finally:
        os.dup2(kept, STDERR)
        os.close(kept)
