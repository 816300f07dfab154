"""A breakpoint in the body, and how often it is reached in each lane."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.graphs.debugging import STOP_LINE, WAYS
from lenet.graphs.debugging.debugger import Debugger
from lenet.graphs.debugging.program import loss_of
from lenet.results.debugging import Stop, Stops
from lenet.results.graphs import EAGER, FUNCTION, SESSION
from lenet.settings import one_of
from lenet.source import source_of

IMAGES = tuple(
    np.array([pixels], "float32") for pixels in ((1, 1), (1, 3), (3, 1))
)
WEIGHTS = np.array([[0.5, -0.5], [1.0, 0.0]], "float32")
SEEN = ("images", "scaled")  # the names to look at


def debug_in_session(images: Sequence[np.ndarray]) -> None:
    """Build the graph once, and run it for each image."""
    with tf.Graph().as_default() as graph:
        fed = tf.compat.v1.placeholder(tf.float32, (None, 2))
        loss = loss_of(fed, WEIGHTS)
    with tf.compat.v1.Session(graph=graph) as session:
        for image in images:
            session.run(loss, {fed: image})


def debug_in_eager(images: Sequence[np.ndarray]) -> None:
    """Call the body for each image."""
    for image in images:
        loss_of(tf.constant(image), WEIGHTS)


def debug_in_function(images: Sequence[np.ndarray], autograph: bool) -> None:
    """Call the traced body for each image."""
    traced = tf.function(loss_of, autograph=autograph)
    for image in images:
        traced(tf.constant(image), WEIGHTS)


def run_breakpoint(way: str) -> dict[str, Stops]:
    """Return where a debugger stopped in each lane, in one call for each image.

    `way`, one of WAYS, is how tf.function treats the body. "eagerly" is a
    switch of the process, which is as before afterwards. Raises ValueError for
    another way.

    https://www.tensorflow.org/api_docs/python/tf/config/run_functions_eagerly
    """
    one_of("way", way, tuple(WAYS))
    with functions_run_eagerly(way == "eagerly"):
        return {
            SESSION: _stops(debug_in_session),
            EAGER: _stops(debug_in_eager),
            FUNCTION: _stops(debug_in_function, way == "converted"),
        }


@contextmanager
def functions_run_eagerly(eagerly: bool) -> Iterator[None]:
    """Run each tf.function as Python in the block, or as a graph."""
    before = tf.config.functions_run_eagerly()
    tf.config.run_functions_eagerly(eagerly)
    try:
        yield
    finally:
        tf.config.run_functions_eagerly(before)


def _stops(driver: Callable[..., None], *args: Any) -> Stops:
    body = loss_of.__code__
    line = body.co_firstlineno + STOP_LINE - 1
    debugger = _Counting(body, line, partial(_call, driver))
    before = sys.gettrace()
    try:
        debugger.runcall(driver, IMAGES, *args)
    finally:
        debugger.clear_all_breaks()
        sys.settrace(before)
    stops = tuple(
        Stop(call, {name: names[name] for name in SEEN})
        for call, names in zip(debugger.calls, debugger.seen, strict=True)
    )
    return Stops(source_of(driver), len(IMAGES), stops)


class _Counting(Debugger):
    """A debugger that also notes in which call it stops."""

    def __init__(
        self, code: Any, line: int, call_of: Callable[[FrameType], int]
    ) -> None:
        super().__init__(code, line)
        self.calls: list[int] = []
        self._call_of = call_of

    def note(self, frame: FrameType) -> None:
        self.calls.append(self._call_of(frame))
        super().note(frame)


def _call(driver: Callable[..., None], frame: FrameType) -> int:
    """Return in which call of its driver a frame is, from 1; 0 before all."""
    above = frame.f_back
    while above and above.f_code is not driver.__code__:
        above = above.f_back
    image = above.f_locals.get("image") if above else None
    return sum(
        number for number, each in enumerate(IMAGES, start=1) if each is image
    )
