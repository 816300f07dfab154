"""A value that the gradient does not pass."""

from typing import Any

import tensorflow as tf


def stop_gradient() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        target = tf.stop_gradient(2.0 * weight)
        loss = (target - weight) ** 2
    return tape.gradient(loss, weight)


def stop_gradient_broken() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        target = 2.0 * weight
        loss = (target - weight) ** 2
    return tape.gradient(loss, weight)
