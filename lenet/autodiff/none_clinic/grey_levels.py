"""An image with the grey levels that a file has: 0 to 255."""

from typing import Any

import tensorflow as tf


def grey_levels() -> Any:
    """Return the gradient of a mean grey level for the image."""
    image = tf.Variable([0.2, 0.6])
    with tf.GradientTape() as tape:
        levels = tf.cast(image * 255, tf.uint8)
        loss = tf.reduce_mean(tf.cast(levels, tf.float32))
    return tape.gradient(loss, image)


def grey_levels_fixed() -> Any:
    """Return the gradient of a mean grey level for the image."""
    image = tf.Variable([0.2, 0.6])
    with tf.GradientTape() as tape:
        levels = tf.cast(image * 255, tf.float32)
        loss = tf.reduce_mean(tf.cast(levels, tf.float32))
    return tape.gradient(loss, image)
