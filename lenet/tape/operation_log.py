"""Record the operations that TensorFlow runs, as they run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import tensorflow as tf

# TensorFlow has no public way to listen to eager operations. Its debugger and
# its numerics checker use this one.
# https://www.tensorflow.org/api_docs/python/tf/debugging/enable_check_numerics
from tensorflow.python.eager import record
from tensorflow.python.framework import op_callbacks

from lenet.results.recording import Operation

# The output of these has the same numbers as the input.
RESHAPING = ("Reshape", "Squeeze", "ExpandDims", "Identity")


class Made(NamedTuple):
    """An operation and its tensors, kept so that their ids stay their own."""

    operation: Operation
    inputs: tuple[tf.Tensor, ...]
    output: tf.Tensor


class OperationLog:
    """Records the operations of the tape's forward and backward pass.

    `phase` is a function that returns the current phase. In the forward and the
    loss phase an operation counts if the tape tracks one of its inputs.
    """

    def __init__(self, phase: Callable[[], str]) -> None:
        self.operations: list[Operation] = []
        self._phase = phase
        self._muted = self._listening = False
        self._makers: dict[int, Made] = {}  # by the id of the output

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Record the operations of this thread, until `stop` at the latest."""
        op_callbacks.add_op_callback(self._note)
        self._listening = True
        try:
            yield
        finally:
            self.stop()

    def stop(self) -> None:
        """Stop listening, because each recorded operation takes time."""
        if self._listening:
            op_callbacks.remove_op_callback(self._note)
            self._listening = False

    @contextmanager
    def muted(self) -> Iterator[None]:
        """Leave out operations that only inspect values."""
        self._muted = True
        try:
            yield
        finally:
            self._muted = False

    def forget(self) -> None:
        """Release the tensors and the operations that made them."""
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
    """Return whether the tape tracks an input; integers have no gradient."""
    return record.should_record_backprop([*inputs]) and any(
        output.dtype.is_floating for output in outputs or ()
    )


def _shapes(tensors: Any) -> tuple[tuple[int, ...], ...]:
    # Ten times as fast as tensor.shape, which makes an object for each size.
    return tuple(tensor._shape_tuple() for tensor in tensors or ())


def passed_on(
    tensor: tf.Tensor, note: Callable[[tf.Tensor], None]
) -> tf.Tensor:
    """Return the same tensor; call `note` with its gradient, unchanged.

    tf.custom_gradient does the same, but inspects its function on each call,
    which takes a millisecond for each layer.

    https://www.tensorflow.org/api_docs/python/tf/custom_gradient
    """
    with record.stop_recording():
        same = tf.identity(tensor)

    def backward(gradient: tf.Tensor) -> list[tf.Tensor]:
        note(gradient)
        return [gradient]

    record.record_operation("PassedOn", [same], [tensor], backward)
    return same
