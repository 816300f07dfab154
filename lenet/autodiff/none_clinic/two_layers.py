"""A network of two dense layers."""

from typing import Any

import tensorflow as tf


def two_layers() -> Any:
    """Return the gradient of the outputs' sum for the first kernel."""
    first = tf.Variable([[1.0, 2.0], [0.0, 1.0]])
    second = tf.Variable([[1.0, 0.0], [3.0, 1.0]])
    image = tf.constant([[0.25, 0.75]])
    with tf.GradientTape() as tape:
        hidden = image @ first
        output = image @ second
        loss = tf.reduce_sum(output)
    return tape.gradient(loss, first)


def two_layers_fixed() -> Any:
    """Return the gradient of the outputs' sum for the first kernel."""
    first = tf.Variable([[1.0, 2.0], [0.0, 1.0]])
    second = tf.Variable([[1.0, 0.0], [3.0, 1.0]])
    image = tf.constant([[0.25, 0.75]])
    with tf.GradientTape() as tape:
        hidden = image @ first
        output = hidden @ second
        loss = tf.reduce_sum(output)
    return tape.gradient(loss, first)
