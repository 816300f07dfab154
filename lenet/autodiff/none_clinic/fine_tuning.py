"""A kernel that is trained further."""

from typing import Any

import tensorflow as tf


def fine_tuning() -> Any:
    """Return the gradient of the outputs' sum for the kernel."""
    image = tf.constant([[0.25, 0.75]])
    kernel = tf.Variable([[1.0], [2.0]], trainable=False)
    with tf.GradientTape() as tape:
        output = image @ kernel
        loss = tf.reduce_sum(output)
    return tape.gradient(loss, kernel)


def fine_tuning_fixed() -> Any:
    """Return the gradient of the outputs' sum for the kernel."""
    image = tf.constant([[0.25, 0.75]])
    kernel = tf.Variable([[1.0], [2.0]], trainable=True)
    with tf.GradientTape() as tape:
        output = image @ kernel
        loss = tf.reduce_sum(output)
    return tape.gradient(loss, kernel)
