"""The lesson "Three lanes" as a notebook: see `lenet.graphs.notebooks`."""

import numpy as np
import tensorflow as tf

from lenet.graphs.lanes.forward import (
    forward_eager,
    forward_in_function,
    forward_in_session,
)
from lenet.graphs.lanes.small import (
    small,
    small_eager,
    small_in_function,
    small_in_session,
)
from lenet.graphs.lanes.training import (
    step_eager,
    step_in_function,
    step_in_session,
)
from lenet.models.subclassing import lenet


def main(seed: int = 0) -> None:
    """Run the same lines in a Session, eager and in a tf.function.

    https://www.tensorflow.org/guide/intro_to_graphs
    """
    # A line in a graph makes a node, and no value
    with tf.Graph().as_default() as graph:
        length = small(tf.compat.v1.placeholder(tf.float32, [2], name="x"))
    print("A line in a graph makes:", length)
    print("The graph:", [node.name for node in graph.get_operations()])
    print("The same lines, eager:", small(tf.constant([3.0, 4.0])))

    # All three lanes compute the same
    for lane in (small_in_session, small_eager, small_in_function):
        first, second = lane()
        print(f"{lane.__name__}: {float(first)}, {float(second)}")

    # Python runs the function's lines once in a graph, each time in eager
    calls: list[tf.Tensor] = []

    def counted(x: tf.Tensor) -> tf.Tensor:
        calls.append(x)  # a side effect: Python does it
        return small(x)

    traced = tf.function(counted, autograph=False)
    for function in (counted, traced):
        calls.clear()
        function(tf.constant([3.0, 4.0]))
        function(tf.constant([6.0, 8.0]))
        print(f"Runs by Python: {len(calls)}, the last one with {calls[-1]}")

    # LeNet's forward pass: the same weights and images in all three lanes
    images = np.random.default_rng(seed).random((16, 32, 32, 1), np.float32)
    tf.keras.utils.set_random_seed(seed)
    weights = lenet().get_weights()
    one, two = images[:1], images[1:2]
    for passes in (forward_in_session, forward_eager, forward_in_function):
        (digits, probabilities), _ = passes(lenet, weights, one, two)
        print(f"{passes.__name__}: {digits}, {np.max(probabilities):.6f}")

    # One training step: a Session moves weights only if the updates are fetched
    labels = np.arange(16) % 10
    for step in (step_in_session, step_eager, step_in_function):
        losses, _ = step(lenet, weights, images, labels)
        print(f"{step.__name__}:", [round(float(loss), 4) for loss in losses])
