"""The derivative of each output for each weight."""

from typing import Any

import tensorflow as tf


def jacobian() -> Any:
    """Return how each output changes with each weight."""
    weights = tf.Variable([1.0, 2.0])
    with tf.GradientTape() as tape:
        outputs = tf.cumsum(weights**2)
    return tape.jacobian(outputs, weights)


def jacobian_broken() -> Any:
    """Return how the outputs change with each weight."""
    weights = tf.Variable([1.0, 2.0])
    with tf.GradientTape() as tape:
        outputs = tf.cumsum(weights**2)
    return tape.gradient(outputs, weights)
