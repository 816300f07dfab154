"""A gradient function run apart from any tape, and its Jacobian."""

from collections.abc import Sequence

import numpy as np
import tensorflow as tf
from tensorflow.python.eager import backprop
from tensorflow.python.framework import ops

from lenet.autodiff.chain.matching import Matched
from lenet.autodiff.chain.observing import Tensors
from lenet.source import Source, source_of


def gradient_function(kind: str) -> Source | None:
    """Return the source of the gradient function of a kind of operation.

    It is the function that TensorFlow's registry has for "MatMul", "Sum" and so
    on. None for a kind that is registered as one without a derivative. Raises
    LookupError for a kind that is not registered.

    https://www.tensorflow.org/api_docs/python/tf/RegisterGradient
    """
    function = ops.gradient_registry.lookup(kind)
    return None if function is None else source_of(function)


def run_apart(matched: Matched, upstream: Tensors) -> Tensors:
    """Run the gradient function of an operation for another upstream gradient.

    `upstream` has one gradient for each output of the operation. Returns one
    for each input, None for those that the function left out in the tape.
    """
    call, ran = matched.call, matched.operation
    gradients = backprop._gradient_function(
        call.kind,
        call.attributes,
        len(ran.inputs),
        list(ran.inputs),
        list(ran.outputs),
        list(upstream),
        call.skipped or None,
        "",
    )
    if not isinstance(gradients, list | tuple):
        gradients = [gradients]
    return [
        None if passed is None else gradient
        for gradient, passed in zip(gradients, call.gradients, strict=True)
    ]


def jacobians(matched: Matched) -> list[np.ndarray | None]:
    """Return the derivatives of an operation's output by each of its inputs.

    Each has the shape of the output followed by that of the input, and is None
    for an input that the function left out. Row by row: for each number of
    the output, the gradient function runs with 1 there and 0 elsewhere.
    """
    shapes = [tensor.shape for tensor in matched.operation.inputs]
    output = next(
        output
        for output, upstream in zip(
            matched.operation.outputs, matched.call.upstream, strict=True
        )
        if upstream is not None
    )
    rows = [
        run_apart(matched, _only(unit, matched.call.upstream))
        for unit in _units(output)
    ]
    return [
        _stacked(column, (*output.shape, *shape))
        for column, shape in zip(zip(*rows, strict=True), shapes, strict=True)
    ]


def _units(output: tf.Tensor) -> Sequence[tf.Tensor]:
    size = int(tf.size(output))
    return [
        tf.reshape(tf.one_hot(index, size, dtype=output.dtype), output.shape)
        for index in range(size)
    ]


def _only(unit: tf.Tensor, upstream: Tensors) -> Tensors:
    return [None if each is None else unit for each in upstream]


def _stacked(
    rows: Sequence[tf.Tensor | None], shape: tuple[int, ...]
) -> np.ndarray | None:
    if any(row is None for row in rows):
        return None
    return np.stack([np.asarray(row) for row in rows]).reshape(shape)
