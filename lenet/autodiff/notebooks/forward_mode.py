"""The notebook of the tab Forward and reverse."""

import numpy as np
import tensorflow as tf

from lenet.autodiff.forward_mode import network, units
from lenet.autodiff.forward_mode.counting import counting
from lenet.autodiff.forward_mode.jacobian import (
    by_forward_mode,
    by_reverse_mode,
)


def main(inputs: int = 4, outputs: int = 2, weight_seed: int = 0) -> None:
    """Compute one Jacobian in forward mode and in reverse mode.

    https://www.tensorflow.org/api_docs/python/tf/autodiff/ForwardAccumulator
    """
    # A small network, and where the Jacobian is computed
    random = np.random.default_rng(weight_seed)
    function = network(inputs, outputs, random)
    at = tf.constant(random.normal(size=(1, inputs)), tf.float32)

    # Forward mode: a pass for each input
    by_forward_mode(function, at, units(inputs))  # traces what it calls
    with counting() as forward:
        columns = by_forward_mode(function, at, units(inputs))
    print(f"Forward mode: {forward.operations} operations")

    # Reverse mode: a pass for each output
    with counting() as reverse:
        rows = by_reverse_mode(function, at, units(outputs))
    print(f"Reverse mode: {reverse.operations} operations")

    # The same Jacobian
    one, other = np.concatenate(columns).T, np.concatenate(rows)
    print(other)
    print(f"Largest difference: {np.max(np.abs(one - other))}")
