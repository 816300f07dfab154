"""A variable is watched without a call."""

from typing import Any

import tensorflow as tf


def variable() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        loss = weight**2
    return tape.gradient(loss, weight)


def variable_broken() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.constant(3.0)
    with tf.GradientTape() as tape:
        loss = weight**2
    return tape.gradient(loss, weight)
