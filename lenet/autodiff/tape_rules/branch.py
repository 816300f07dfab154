"""A Python `if`: the tape records the branch that ran."""

from typing import Any

import tensorflow as tf


def branch() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        loss = tf.constant(5.0)
        if weight > 2.0:
            loss = weight**2
    return tape.gradient(loss, weight)


def branch_broken() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        loss = tf.constant(5.0)
        if weight > 4.0:
            loss = weight**2
    return tape.gradient(loss, weight)
