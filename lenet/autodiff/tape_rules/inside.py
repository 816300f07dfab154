"""A gradient that is requested inside the tape's own block."""

from typing import Any

import tensorflow as tf


def inside() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(3.0)
    with tf.GradientTape(persistent=True) as tape:
        square = weight**2
        slope = tape.gradient(square, weight)
        loss = slope * weight
    return tape.gradient(loss, weight)


def inside_broken() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        square = weight**2
        slope = tape.gradient(square, weight)
        loss = slope * weight
    return tape.gradient(loss, weight)
