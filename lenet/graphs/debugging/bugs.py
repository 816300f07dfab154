"""Run a bug in each lane, and find where its error surfaces."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.graphs.debugging import BUGS, SHAPES
from lenet.graphs.debugging.lines import Line, lines_of
from lenet.graphs.debugging.program import (
    loss_in_eager,
    loss_in_function,
    loss_in_session,
    loss_of,
)
from lenet.results.debugging import BugRun, BugRuns, Place
from lenet.results.graphs import EAGER, FUNCTION, SESSION
from lenet.settings import one_of
from lenet.snippets.messages import raised_at, read, traceback_of
from lenet.snippets.tf_warnings import warnings_kept
from lenet.source import Source, source_of

WEIGHTS = np.array([[0.5, -0.5, 0.0], [1.0, 0.0, -1.0]], "float32")
DRIVERS: dict[str, Callable[..., Any]] = {
    SESSION: loss_in_session,
    EAGER: loss_in_eager,
    FUNCTION: loss_in_function,
}
# Where an error surfaces: inside the body, and in what called it.
IN_THE_BODY = {
    SESSION: "while building the graph",
    EAGER: "at the line itself",
    FUNCTION: "while tracing",
}
LATER = {
    SESSION: "in `session.run`",
    EAGER: "after the body",
    FUNCTION: "in the call of the graph",
}


def run_bug(
    bug: str, *, shapes: str = "unknown", check: bool = False
) -> BugRuns:
    """Run one of BUGS in each lane, and return where its error surfaced.

    `shapes`, one of SHAPES, is what the graphs are told about the shape of the
    images. `check` lets TensorFlow check each result for NaN and infinity; that
    is a switch of the process, which is off again afterwards. Raises ValueError
    for another bug or other shapes.

    https://www.tensorflow.org/api_docs/python/tf/debugging/enable_check_numerics
    """
    one_of("bug", bug, tuple(BUGS))
    one_of("shapes", shapes, tuple(SHAPES))
    images = np.array(BUGS[bug].images, "float32")
    shape = images.shape if shapes == "known" else (None, None)
    cause = cause_of(images)
    checking = numbers_checked() if check else nullcontext()
    with checking, warnings_kept():  # each run traces a new tf.function
        lanes = {lane: _run(lane, images, shape, cause) for lane in DRIVERS}
    return BugRuns(source_of(loss_of), _place(loss_of, cause.line), lanes)


@contextmanager
def numbers_checked() -> Iterator[None]:
    """Check what each operation makes for NaN and infinity, in the block."""
    tf.debugging.enable_check_numerics()
    try:
        yield
    finally:
        tf.debugging.disable_check_numerics()


def cause_of(images: np.ndarray) -> Line:
    """Return the line of the body that goes wrong first, by an eager run.

    It is the one that raises an error, or the first one that makes a NaN.
    Raises ValueError if there is none.
    """
    bad: list[Line] = []

    def note(line: Line, made: dict[str, Any]) -> None:
        if line.line > 1 and any(np.isnan(x).any() for x in made.values()):
            bad.append(line)

    call = partial(loss_of, images, WEIGHTS)
    lines, _, error = lines_of(call, [loss_of], note)
    if error:
        return lines[-1]
    if not bad:
        raise ValueError(
            f"These images have no bug: {images.tolist()}. Use images of "
            "another size, or a black one."
        )
    return bad[0]


def _run(lane: str, images: np.ndarray, shape: Any, cause: Line) -> BugRun:
    driver = DRIVERS[lane]
    given = () if lane == EAGER else (shape,)
    call = partial(driver, images, WEIGHTS, *given)
    lines, result, error = lines_of(call, [loss_of, driver])
    line = raised_at(error, loss_of)
    function = loss_of if line else driver
    line = line or raised_at(error, driver) or _last(lines, driver)
    reached = Line(function.__name__, line)
    body = source_of(loss_of)
    message = read(error, body) if error else None
    return BugRun(
        driver=source_of(driver),
        surfaces=_surfaces(lane, error, function is loss_of),
        place=_place(function, line),
        distance=distance(lines, cause, reached),
        message=message,
        traceback=traceback_of(error, body) if error else None,
        naming=message.naming(body.line + cause.line - 1) if message else (),
        returned="" if error else str(np.asarray(result)),
    )


def distance(lines: list[Line], cause: Line, reached: Line) -> int:
    """Return how many lines Python ran after the cause, up to `reached`.

    A line that called the one with the cause began before it, so an error
    there has all lines that ran after the cause between them.
    """
    after = lines[lines.index(cause) + 1 :]
    if reached == cause:
        return 0
    return after.index(reached) + 1 if reached in after else len(after) + 1


def _last(lines: list[Line], function: Callable[..., Any]) -> int:
    name = function.__name__
    return max(each.line for each in lines if each.function == name)


def _surfaces(lane: str, error: Exception | None, in_body: bool) -> str:
    if error is None:
        return "nowhere"
    return (IN_THE_BODY if in_body else LATER)[lane]


def _place(function: Callable[..., Any], line: int) -> Place:
    source: Source = source_of(function)
    code = source.text.splitlines()[line - 1].strip()
    return Place(function.__name__, line, code)
