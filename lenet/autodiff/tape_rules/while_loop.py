"""A loop of TensorFlow in a graph."""

from typing import Any

import tensorflow as tf


def while_loop() -> Any:
    """Return the gradient of the product for the weight."""
    weight = tf.Variable(3.0)

    @tf.function
    def cube() -> Any:
        def body(turn: Any, product: Any) -> Any:
            return turn + 1, product * weight

        return tf.while_loop(lambda turn, _: turn < 3, body, (0, 1.0))[1]

    with tf.GradientTape() as tape:
        product = cube()
    return tape.gradient(product, weight)


def while_loop_broken() -> Any:
    """Return the gradient of the product for the weight."""
    weight = tf.Variable(3.0)

    @tf.function
    def cube() -> Any:
        def body(turn: Any, product: Any) -> Any:
            return turn + 1, tf.stop_gradient(product) * weight

        return tf.while_loop(lambda turn, _: turn < 3, body, (0, 1.0))[1]

    with tf.GradientTape() as tape:
        product = cube()
    return tape.gradient(product, weight)
