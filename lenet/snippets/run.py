"""A call, and what it returned, printed or raised, as text."""

import contextlib
import io
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pydot
import tensorflow as tf

from lenet.results.observation import Observation
from lenet.snippets.attempt import attempt
from lenet.snippets.text import cleaned, drawing, error_text, readable
from lenet.source import Source


def capture(
    call: Callable[[], Any], source: Source, folder: Path | None = None
) -> Observation:
    """Make a call, and return its warnings, output, result and error.

    `source` is the code to show beside it. `folder` is the temporary folder of
    the call; its path becomes "…". Nothing reaches the screen, and settings are
    restored afterwards. Output is collected for the whole process, so only one
    thread may capture at a time.
    """
    dot = ""
    with _quiet() as printed:
        started = time.perf_counter()
        result, error = attempt(call)
        seconds = time.perf_counter() - started
    if isinstance(result, pydot.Dot):
        dot, result = drawing(result), _size(result)
    texts = [text for text in (printed.getvalue(), readable(result)) if text]
    return Observation(
        source=source,
        returned=cleaned("".join(texts), folder),
        error=error_text(error, folder) if error else "",
        seconds=seconds,
        dot=dot,
    )


@contextlib.contextmanager
def _quiet() -> Iterator[io.StringIO]:
    """Collect output and warnings; restore what a call may change.

    Warnings for users of Keras are part of the output. Those for its developers
    are hidden, as Python does by default.
    """
    printed = io.StringIO()
    logger, trace = tf.get_logger(), sys.gettrace()
    level = logger.level
    logger.setLevel("ERROR")  # "Assets written to …" is printed by each export
    try:
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("always")
            for hidden in (DeprecationWarning, ResourceWarning):
                warnings.simplefilter("ignore", hidden)
            warnings.showwarning = _show(printed)
            yield printed
    finally:
        logger.setLevel(level)
        sys.settrace(trace)  # a debugger may have set its own


def _show(printed: io.StringIO) -> Callable[..., None]:
    def show(message: Warning, category: type[Warning], *_: Any) -> None:
        printed.write(f"{category.__name__}: {message}\n")

    return show


def _size(dot: pydot.Dot) -> dict[str, int]:
    boxes = [node for node in dot.get_nodes() if node.get_name() != "node"]
    return {"boxes": len(boxes), "arrows": len(dot.get_edges())}
