"""The best of three classes."""

from typing import Any

import tensorflow as tf


def best_class() -> Any:
    """Return the gradient of the best class for the kernel."""
    image = tf.constant([[0.25, 0.75]])
    kernel = tf.Variable([[1.0, 2.0, 0.0], [3.0, 1.0, 4.0]])
    with tf.GradientTape() as tape:
        logits = image @ kernel
        best = tf.argmax(logits, axis=1)
        loss = -tf.reduce_sum(tf.cast(best, tf.float32))
    return tape.gradient(loss, kernel)


def best_class_fixed() -> Any:
    """Return the gradient of the best class for the kernel."""
    image = tf.constant([[0.25, 0.75]])
    kernel = tf.Variable([[1.0, 2.0, 0.0], [3.0, 1.0, 4.0]])
    with tf.GradientTape() as tape:
        logits = image @ kernel
        best = tf.reduce_max(logits, axis=1)
        loss = -tf.reduce_sum(tf.cast(best, tf.float32))
    return tape.gradient(loss, kernel)
