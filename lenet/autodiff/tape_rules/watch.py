"""A constant is watched from the call of `watch` on."""

from typing import Any

import tensorflow as tf


def watch() -> Any:
    """Return the gradient of the square for the pixel."""
    pixel = tf.constant(3.0)
    with tf.GradientTape() as tape:
        tape.watch(pixel)
        square = pixel**2
    return tape.gradient(square, pixel)


def watch_broken() -> Any:
    """Return the gradient of the square for the pixel."""
    pixel = tf.constant(3.0)
    with tf.GradientTape() as tape:
        square = pixel**2
        tape.watch(pixel)
    return tape.gradient(square, pixel)
