"""Two tapes give a second derivative."""

from typing import Any

import tensorflow as tf


def nested() -> Any:
    """Return the second derivative of the cube."""
    weight = tf.Variable(3.0)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            cube = weight**3
        slope = inner.gradient(cube, weight)
    return outer.gradient(slope, weight)


def nested_broken() -> Any:
    """Return the second derivative of the cube."""
    weight = tf.Variable(3.0)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            cube = weight**3
    slope = inner.gradient(cube, weight)
    return outer.gradient(slope, weight)
