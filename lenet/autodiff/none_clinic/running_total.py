"""A weight that is added to a total."""

from typing import Any

import tensorflow as tf


def running_total() -> Any:
    """Return the gradient of a squared total for the weight in it."""
    weight, total = tf.Variable(3.0), tf.Variable(1.0)
    with tf.GradientTape() as tape:
        total.assign_add(weight)
        loss = total**2
    return tape.gradient(loss, weight)


def running_total_fixed() -> Any:
    """Return the gradient of a squared total for the weight in it."""
    weight, total = tf.Variable(3.0), tf.Variable(1.0)
    with tf.GradientTape() as tape:
        total = total + weight
        loss = total**2
    return tape.gradient(loss, weight)
