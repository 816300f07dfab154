"""The sum of the squares of an image's pixels."""

from typing import Any

import numpy as np
import tensorflow as tf


def squares() -> Any:
    """Return the gradient of a sum of squares for the pixels."""
    image = tf.Variable([[0.25, 0.75]])
    with tf.GradientTape() as tape:
        squared = np.square(image)
        loss = tf.reduce_sum(squared)
    return tape.gradient(loss, image)


def squares_fixed() -> Any:
    """Return the gradient of a sum of squares for the pixels."""
    image = tf.Variable([[0.25, 0.75]])
    with tf.GradientTape() as tape:
        squared = tf.square(image)
        loss = tf.reduce_sum(squared)
    return tape.gradient(loss, image)
