"""A weight that shrinks before its gradient is asked for."""

from typing import Any

import tensorflow as tf


def weight_decay() -> Any:
    """Return the gradient of the loss for a weight that has shrunk."""
    weight = tf.Variable(2.0)
    weight = weight - 0.5
    with tf.GradientTape() as tape:
        loss = weight**2
    return tape.gradient(loss, weight)


def weight_decay_fixed() -> Any:
    """Return the gradient of the loss for a weight that has shrunk."""
    weight = tf.Variable(2.0)
    weight.assign_sub(0.5)
    with tf.GradientTape() as tape:
        loss = weight**2
    return tape.gradient(loss, weight)
