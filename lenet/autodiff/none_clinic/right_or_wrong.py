"""How far a probability is from its label."""

from typing import Any

import tensorflow as tf


def right_or_wrong() -> Any:
    """Return the gradient of the error for the weight."""
    weight = tf.Variable(0.75)
    label = tf.constant(1.0)
    with tf.GradientTape() as tape:
        output = weight * 0.5
        loss = (label - tf.round(output)) ** 2
    return tape.gradient(loss, weight)


def right_or_wrong_fixed() -> Any:
    """Return the gradient of the error for the weight."""
    weight = tf.Variable(0.75)
    label = tf.constant(1.0)
    with tf.GradientTape() as tape:
        output = weight * 0.5
        loss = (label - output) ** 2
    return tape.gradient(loss, weight)
