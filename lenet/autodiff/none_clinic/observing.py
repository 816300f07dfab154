"""Run a function, and record what its tape saw: operations, NumPy, gradients.

`sys.setprofile` reports the calls of this thread alone, so nothing in
TensorFlow has to be replaced for the run.
https://docs.python.org/3/library/sys.html#sys.setprofile
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

import tensorflow as tf

# TensorFlow has no public way to ask a tape what it tracks, nor to listen to
# operations: see lenet.tape.operation_log.
from tensorflow.python.eager import record
from tensorflow.python.framework import op_callbacks, ops

from lenet.autodiff.none_clinic.observed import Asked, Observed, Place
from lenet.autodiff.recording import recording

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
    with recording() as ran, _noting(seen), _profiling(seen):
        seen.result = function()
    pairs = zip(ran, seen.places, strict=True)
    kept = [pair for pair in pairs if pair[1] is not BACKWARD]
    seen.ran = [each for each, _ in kept]
    seen.places = [place for _, place in kept]
    return seen


@contextmanager
def _noting(seen: Observed) -> Iterator[None]:
    """Note the place of each operation, in the order of `recording`."""

    def note(
        kind: Any,
        inputs: Sequence[tf.Tensor],
        attributes: Any,
        outputs: Sequence[tf.Tensor] | None,
        op_name: str | None = None,
        graph: tf.Graph | None = None,
    ) -> None:
        if graph is None:
            seen.places.append(
                BACKWARD if seen.is_backward else _place(seen, inputs, outputs)
            )

    op_callbacks.add_op_callback(note)
    try:
        yield
    finally:
        op_callbacks.remove_op_callback(note)


def _place(
    seen: Observed,
    inputs: Sequence[tf.Tensor],
    outputs: Sequence[tf.Tensor] | None,
) -> Place:
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

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(before)


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
