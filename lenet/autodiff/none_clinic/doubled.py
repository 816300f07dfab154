"""A loss of twice the weight."""

from typing import Any

import tensorflow as tf


def doubled() -> Any:
    """Return the gradient of the loss for a weight that is doubled."""
    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        double = tf.Variable(2 * weight)
        loss = double**2
    return tape.gradient(loss, weight)


def doubled_fixed() -> Any:
    """Return the gradient of the loss for a weight that is doubled."""
    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        double = tf.identity(2 * weight)
        loss = double**2
    return tape.gradient(loss, weight)
