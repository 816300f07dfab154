"""A function with a gradient of its own."""

from typing import Any

import tensorflow as tf


def custom_gradient() -> Any:
    """Return the gradient of the loss for the weight."""

    @tf.custom_gradient
    def square(value: Any) -> Any:
        return value**2, lambda upstream: upstream * 2.0 * value

    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        loss = 5.0 * square(weight)
    return tape.gradient(loss, weight)


def custom_gradient_broken() -> Any:
    """Return the gradient of the loss for the weight."""

    @tf.custom_gradient
    def square(value: Any) -> Any:
        return value**2, lambda upstream: 2.0 * value

    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        loss = 5.0 * square(weight)
    return tape.gradient(loss, weight)
