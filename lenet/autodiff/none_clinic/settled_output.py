"""An output that is to come near its target."""

from typing import Any

import tensorflow as tf


def settled_output() -> Any:
    """Return the gradient of the squared error for the weight."""
    weight = tf.Variable(2.0)
    target = tf.constant(5.0)
    with tf.GradientTape() as tape:
        output = tf.stop_gradient(3 * weight)
        loss = (output - target) ** 2
    return tape.gradient(loss, weight)


def settled_output_fixed() -> Any:
    """Return the gradient of the squared error for the weight."""
    weight = tf.Variable(2.0)
    target = tf.constant(5.0)
    with tf.GradientTape() as tape:
        output = 3 * weight
        loss = (output - target) ** 2
    return tape.gradient(loss, weight)
