"""The gradient for a variable that was not used."""

from typing import Any

import tensorflow as tf


def unconnected() -> Any:
    """Return the gradient of the loss for a variable without a part in it."""
    weight, unused = tf.Variable(3.0), tf.Variable(4.0)
    with tf.GradientTape() as tape:
        loss = weight**2
    kind = tf.UnconnectedGradients.ZERO
    return tape.gradient(loss, unused, unconnected_gradients=kind)


def unconnected_broken() -> Any:
    """Return the gradient of the loss for a variable without a part in it."""
    weight, unused = tf.Variable(3.0), tf.Variable(4.0)
    with tf.GradientTape() as tape:
        loss = weight**2
    kind = tf.UnconnectedGradients.NONE
    return tape.gradient(loss, unused, unconnected_gradients=kind)
