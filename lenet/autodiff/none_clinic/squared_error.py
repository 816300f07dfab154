"""The squared error of an output."""

from typing import Any

import tensorflow as tf


def squared_error() -> Any:
    """Return the gradient of a squared error for the weight."""
    weight = tf.Variable(2.0)
    with tf.GradientTape() as tape:
        output = weight * 3
    loss = (output - 1) ** 2
    return tape.gradient(loss, weight)


def squared_error_fixed() -> Any:
    """Return the gradient of a squared error for the weight."""
    weight = tf.Variable(2.0)
    with tf.GradientTape() as tape:
        output = weight * 3
        loss = (output - 1) ** 2
    return tape.gradient(loss, weight)
