"""The Jacobian of a function in forward mode and in reverse mode."""

from collections.abc import Callable, Sequence

import tensorflow as tf

Function = Callable[[tf.Tensor], tf.Tensor]


def by_forward_mode(
    function: Function, inputs: tf.Tensor, units: Sequence[tf.Tensor]
) -> list[tf.Tensor]:
    """Return the Jacobian's columns: a forward pass for each input.

    `units` are the directions, each of the shape of the inputs.

    https://www.tensorflow.org/api_docs/python/tf/autodiff/ForwardAccumulator
    """
    columns = []
    for unit in units:
        with tf.autodiff.ForwardAccumulator(inputs, unit) as accumulator:
            outputs = function(inputs)
        columns.append(accumulator.jvp(outputs))
    return columns


def by_reverse_mode(
    function: Function, inputs: tf.Tensor, units: Sequence[tf.Tensor]
) -> list[tf.Tensor]:
    """Return the Jacobian's rows: a backward pass for each output.

    `units` are the directions, each of the shape of the outputs. One forward
    pass is enough: the tape is persistent.

    https://www.tensorflow.org/api_docs/python/tf/GradientTape
    """
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(inputs)
        outputs = function(inputs)
    return [
        tape.gradient(outputs, inputs, output_gradients=unit) for unit in units
    ]
