"""The operations that TensorFlow runs, as they run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import tensorflow as tf

# TensorFlow has no public way to listen to eager operations; its debugger and
# its numerics checker listen in this one.
# https://www.tensorflow.org/api_docs/python/tf/debugging/enable_check_numerics
from tensorflow.python.eager import record
from tensorflow.python.framework import op_callbacks

from lenet.results.recording import Operation

# These give the numbers that they get.
RESHAPING = ("Reshape", "Squeeze", "ExpandDims", "Identity")


class Made(NamedTuple):
    """An operation and its tensors, kept so that no other gets their id."""

    operation: Operation
    inputs: tuple[tf.Tensor, ...]
    output: tf.Tensor


class OperationLog:
    """Notes what the tape records, and what it runs to go back.

    `phase` is a function that tells which phase runs now. In the forward and
    the loss phase an operation counts if the tape tracks what goes into it: the
    tape itself is asked.
    """

    def __init__(self, phase: Callable[[], str]) -> None:
        self.operations: list[Operation] = []
        self._phase = phase
        self._muted = self._listening = False
        self._makers: dict[int, Made] = {}  # by the id of what came out

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Note the operations of this thread, until `stop` at the latest."""
        op_callbacks.add_op_callback(self._note)
        self._listening = True
        try:
            yield
        finally:
            self.stop()

    def stop(self) -> None:
        """Listen no more: being told of an operation takes its time."""
        if self._listening:
            op_callbacks.remove_op_callback(self._note)
            self._listening = False

    @contextmanager
    def muted(self) -> Iterator[None]:
        """Leave out what runs only to look."""
        self._muted = True
        try:
            yield
        finally:
            self._muted = False

    def forget(self) -> None:
        """Release the tensors, and with them which operation made which."""
        self._makers.clear()

    def maker(self, tensor: tf.Tensor | None) -> Operation | None:
        """Return the backward pass's operation that made a tensor's numbers."""
        made = self._makers.get(id(tensor))
        while made and made.operation.kind in RESHAPING:
            source = self._makers.get(id(made.inputs[0]))
            if source is None:
                break
            made = source
        return made.operation if made else None

    def _note(
        self,
        kind: str | bytes,
        inputs: tuple[tf.Tensor, ...],
        attributes: Any,
        outputs: Any,
        op_name: str | None = None,
        graph: Any = None,
    ) -> None:
        if self._muted:
            return
        phase = self._phase()
        if phase == "backward":
            operation = self._add(kind, inputs, outputs, phase)
            for output in outputs or ():
                self._makers[id(output)] = Made(operation, inputs, output)
        elif phase in ("forward", "loss") and _on_tape(inputs, outputs):
            self._add(kind, inputs, outputs, phase)

    def _add(
        self, kind: str | bytes, inputs: Any, outputs: Any, phase: str
    ) -> Operation:
        kind = kind if isinstance(kind, str) else kind.decode()
        operation = Operation(kind, _shapes(inputs), _shapes(outputs), phase)
        self.operations.append(operation)
        return operation


def _on_tape(inputs: Any, outputs: Any) -> bool:
    """Ask the tape if it tracks what goes in; integers have no gradient."""
    return record.should_record_backprop([*inputs]) and any(
        output.dtype.is_floating for output in outputs or ()
    )


def _shapes(tensors: Any) -> tuple[tuple[int, ...], ...]:
    # Ten times as quick as tensor.shape, which makes an object of each size.
    return tuple(tensor._shape_tuple() for tensor in tensors or ())


def passed_on(
    tensor: tf.Tensor, note: Callable[[tf.Tensor], None]
) -> tf.Tensor:
    """Return the same tensor; call `note` with its gradient, unchanged.

    As tf.custom_gradient would, which inspects the functions that it is given
    anew each time: a millisecond for each layer.

    https://www.tensorflow.org/api_docs/python/tf/custom_gradient
    """
    with record.stop_recording():
        same = tf.identity(tensor)

    def backward(gradient: tf.Tensor) -> list[tf.Tensor]:
        note(gradient)
        return [gradient]

    record.record_operation("PassedOn", [same], [tensor], backward)
    return same
