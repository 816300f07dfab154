"""Run a function; record what its tape saw: operations, NumPy, gradients."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

import tensorflow as tf

# TensorFlow has no public way to ask a tape what it tracks.
from tensorflow.python.eager import record
from tensorflow.python.framework import ops

from lenet.autodiff.none_clinic.observed import Asked, Observed, Place
from lenet.autodiff.none_clinic.statements import uses_numpy
from lenet.autodiff.profiling import profiling
from lenet.autodiff.recording import Ran, recording

GRADIENT: CodeType = tf.GradientTape.gradient.__code__
# Under `numpy()`, `float()` and whatever else makes an array of a tensor.
TO_NUMPY: CodeType = ops.EagerTensor._numpy.__code__
BACKWARD = Place(0, {}, False, (), ())  # stands for an operation of a gradient


def observe(function: Callable[[], Any]) -> Observed:
    """Run a function without arguments; return what happened in its run.

    Raises whatever the function raises.

    https://www.tensorflow.org/api_docs/python/tf/GradientTape
    """
    seen = Observed(function)

    def note(ran: Ran) -> None:
        seen.places.append(
            BACKWARD
            if seen.is_backward
            else place_of(seen, ran.inputs, ran.outputs)
        )

    with recording(note) as ran, _profiling(seen):
        seen.result = function()
    pairs = zip(ran, seen.places, strict=True)
    kept = [pair for pair in pairs if pair[1] is not BACKWARD]
    seen.ran = [each for each, _ in kept]
    seen.places = [place for _, place in kept]
    return seen


def place_of(
    seen: Observed,
    inputs: Sequence[tf.Tensor],
    outputs: Sequence[tf.Tensor] | None,
) -> Place:
    """Return where an operation runs now, and what a tape tracks of it."""
    frame = seen.frame()
    return Place(
        frame.f_lineno if frame else 0,
        dict(frame.f_locals) if frame else {},
        record.could_possibly_record(),
        tuple(record.should_record_backprop([each]) for each in inputs),
        tuple(record.should_record_backprop([each]) for each in outputs or ()),
    )


@contextmanager
def _profiling(seen: Observed) -> Iterator[None]:
    """Note the calls that ask a tape for a gradient, or leave TensorFlow."""

    def profile(frame: FrameType, event: str, result: Any) -> None:
        if event == "call" and frame.f_code is TO_NUMPY:
            at = seen.frame()
            if at and not seen.is_backward:
                seen.left.append((frame.f_locals["self"], at.f_lineno))
        elif event == "call" and frame.f_code is GRADIENT:
            seen.is_backward = True
            seen.asked.append(_asked(seen, frame))
        elif event == "return" and frame.f_code is GRADIENT:
            seen.is_backward = False
            seen.asked[-1].result = result
        elif event == "call" and not seen.is_backward and uses_numpy(frame):
            at = seen.frame()
            if at and at is not frame:
                seen.numpy_lines.add(at.f_lineno)

    with profiling(profile):
        yield


def _asked(seen: Observed, frame: FrameType) -> Asked:
    at = seen.frame()
    given = frame.f_locals
    return Asked(
        given["self"],
        given["target"],
        given["sources"],
        at.f_lineno if at else 0,
        dict(at.f_locals) if at else {},
        sum(place is not BACKWARD for place in seen.places),
    )
