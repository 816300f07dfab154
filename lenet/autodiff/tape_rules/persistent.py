"""A tape that is used twice."""

from typing import Any

import tensorflow as tf


def persistent() -> Any:
    """Return the gradients of the square and the cube for the weight."""
    weight = tf.Variable(3.0)
    with tf.GradientTape(persistent=True) as tape:
        square = weight**2
        cube = weight**3
    first = tape.gradient(square, weight)
    return first, tape.gradient(cube, weight)


def persistent_broken() -> Any:
    """Return the gradients of the square and the cube for the weight."""
    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        square = weight**2
        cube = weight**3
    first = tape.gradient(square, weight)
    return first, tape.gradient(cube, weight)
