"""Only trainable variables are watched without a call."""

from typing import Any

import tensorflow as tf


def trainable() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(3.0, trainable=True)
    with tf.GradientTape() as tape:
        loss = weight**2
    return tape.gradient(loss, weight)


def trainable_broken() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(3.0, trainable=False)
    with tf.GradientTape() as tape:
        loss = weight**2
    return tape.gradient(loss, weight)
