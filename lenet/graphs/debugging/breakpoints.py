"""A debugger that stops at one line of the body, in each lane."""

import bdb
import sys
from collections.abc import Callable, Sequence
from types import FrameType

import numpy as np
import tensorflow as tf

from lenet.graphs.debugging.program import loss_of
from lenet.results.debugging import EAGER, FUNCTION, SESSION, Stop, Stops
from lenet.source import source_of

IMAGES = tuple(
    np.array([pixels], "float32") for pixels in ((1, 1), (1, 3), (3, 1))
)
WEIGHTS = np.array([[0.5, -0.5], [1.0, 0.0]], "float32")
STOP_AT = "logits = "
SEEN = ("images", "scaled")  # the names to look at


class Debugger(bdb.Bdb):
    """A debugger that stops at one line, and notes what it sees there.

    It does not wait for a user, but goes on. pdb and the debuggers of most
    editors are built on the same class.

    https://docs.python.org/3/library/bdb.html
    """

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.line = line
        self.stops: list[Stop] = []
        self.set_break(file, line)

    def user_line(self, frame: FrameType) -> None:
        """Note the local names at the breakpoint, and go on."""
        if frame.f_code is loss_of.__code__ and frame.f_lineno == self.line:
            names = {name: str(frame.f_locals[name]) for name in SEEN}
            self.stops.append(Stop(call_of(frame), names))
        self.set_continue()


def in_session(images: Sequence[np.ndarray]) -> None:
    """Build the graph once, and run it for each image."""
    with tf.Graph().as_default() as graph:
        fed = tf.compat.v1.placeholder(tf.float32, (None, 2))
        loss = loss_of(fed, WEIGHTS)
    with tf.compat.v1.Session(graph=graph) as session:
        for image in images:
            session.run(loss, {fed: image})


def in_eager(images: Sequence[np.ndarray]) -> None:
    """Call the body for each image."""
    for image in images:
        loss_of(tf.constant(image), WEIGHTS)


def in_function(images: Sequence[np.ndarray]) -> None:
    """Call the traced body for each image."""
    traced = tf.function(loss_of, autograph=False)
    for image in images:
        traced(tf.constant(image), WEIGHTS)


DRIVERS: dict[str, Callable[[Sequence[np.ndarray]], None]] = {
    SESSION: in_session,
    EAGER: in_eager,
    FUNCTION: in_function,
}


def run_breakpoint(*, eagerly: bool = False) -> dict[str, Stops]:
    """Return where a debugger stopped in each lane, in one call for each image.

    With `eagerly`, every tf.function runs as Python: a switch of the process,
    which is as before afterwards.

    https://www.tensorflow.org/api_docs/python/tf/config/run_functions_eagerly
    """
    before = tf.config.functions_run_eagerly()
    tf.config.run_functions_eagerly(eagerly or before)
    try:
        return {lane: _stops(driver) for lane, driver in DRIVERS.items()}
    finally:
        tf.config.run_functions_eagerly(before)


def breakpoint_line() -> int:
    """Return the line of the body with the breakpoint, from 1."""
    lines = source_of(loss_of).text.splitlines()
    return next(
        number
        for number, line in enumerate(lines, start=1)
        if line.strip().startswith(STOP_AT)
    )


def call_of(frame: FrameType) -> int:
    """Return in which call of its driver a frame is, from 1; 0 before all."""
    codes = {driver.__code__ for driver in DRIVERS.values()}
    above = frame.f_back
    while above and above.f_code not in codes:
        above = above.f_back
    image = above.f_locals.get("image") if above else None
    return sum(
        number for number, each in enumerate(IMAGES, start=1) if each is image
    )


def _stops(driver: Callable[[Sequence[np.ndarray]], None]) -> Stops:
    line = source_of(loss_of).line + breakpoint_line() - 1
    debugger = Debugger(loss_of.__code__.co_filename, line)
    before = sys.gettrace()
    try:
        debugger.runcall(driver, IMAGES)
    finally:
        debugger.clear_all_breaks()
        sys.settrace(before)
    return Stops(source_of(driver), len(IMAGES), tuple(debugger.stops))
