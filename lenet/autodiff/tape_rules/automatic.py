"""A tape that watches no variable by itself."""

from typing import Any

import tensorflow as tf


def automatic() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(3.0)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(weight)
        loss = weight**2
    return tape.gradient(loss, weight)


def automatic_broken() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(3.0)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        loss = weight**2
    return tape.gradient(loss, weight)
