"""The product of each pixel with itself."""

from typing import Any

import tensorflow as tf


def two_pixels() -> Any:
    """Return the gradient of a sum of squares for two pixels."""
    pixels = tf.Variable([1, 3])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(pixels * pixels)
    return tape.gradient(loss, pixels)


def two_pixels_fixed() -> Any:
    """Return the gradient of a sum of squares for two pixels."""
    pixels = tf.Variable([1, 3.0])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(pixels * pixels)
    return tape.gradient(loss, pixels)
