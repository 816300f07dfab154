"""Run a function, and record what its tape saw: operations, NumPy, gradients.

`sys.setprofile` reports the calls of this thread alone, so nothing in
TensorFlow has to be replaced for the run.
https://docs.python.org/3/library/sys.html#sys.setprofile
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

import tensorflow as tf

# TensorFlow has no public way to ask a tape what it tracks, nor to listen to
# operations: see lenet.tape.operation_log.
from tensorflow.python.eager import record
from tensorflow.python.framework import op_callbacks, ops

from lenet.autodiff.recording import Ran, recording

GRADIENT: CodeType = tf.GradientTape.gradient.__code__
TO_NUMPY: CodeType = (
    ops.EagerTensor._numpy.__code__
)  # also under float() and numpy()
Names = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Place:
    """Where and how an operation ran.

    `line` is the one of the observed function, in its file. `names` are the
    local names there. `is_taped`: a tape was recording. `inputs` and `outputs`
    say which of its tensors a tape tracked.
    """

    line: int
    names: Names
    is_taped: bool
    inputs: tuple[bool, ...]
    outputs: tuple[bool, ...]


@dataclass(eq=False)
class Asked:
    """A call of `tape.gradient`: its arguments, and what it returned."""

    tape: tf.GradientTape
    target: tf.Tensor
    sources: Any
    line: int
    names: Names
    before: int  # operations that had run
    result: Any = None


@dataclass(eq=False)
class Observed:
    """One run of a function.

    `ran` are its operations in their order, without those of backward passes.
    `left` are the tensors that were turned into NumPy arrays, with the line.
    """

    function: Callable[[], Any]
    ran: Sequence[Ran] = ()
    places: list[Place] = field(default_factory=list)
    left: list[tuple[tf.Tensor, int]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    result: Any = None
    is_backward: bool = False

    def frame(self) -> FrameType | None:
        """Return the function's frame while it runs, else None."""
        frame: FrameType | None = sys._getframe()
        while frame and frame.f_code is not self.function.__code__:
            frame = frame.f_back
        return frame


def observe(function: Callable[[], Any]) -> Observed:
    """Run a function without arguments; return what happened in its run.

    Raises whatever the function raises.

    https://www.tensorflow.org/api_docs/python/tf/GradientTape
    """
    seen = Observed(function)
    with recording() as ran, _noting(seen), _profiling(seen):
        seen.result = function()
    backward = [place is BACKWARD for place in seen.places]
    seen.ran = [
        each for each, is_not in zip(ran, backward, strict=True) if not is_not
    ]
    seen.places = [place for place in seen.places if place is not BACKWARD]
    return seen


BACKWARD = Place(0, {}, False, (), ())  # stands for an operation of a gradient


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
