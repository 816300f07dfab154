"""`tf.where` computes both sides, and so does its gradient."""

from typing import Any

import tensorflow as tf


def where() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(0.0)
    with tf.GradientTape() as tape:
        safe = tf.where(weight > 0.0, weight, 1.0)
        log = tf.math.log(safe)
        loss = tf.where(weight > 0.0, log, 0.0)
    return tape.gradient(loss, weight)


def where_broken() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(0.0)
    with tf.GradientTape() as tape:
        safe = tf.identity(weight)
        log = tf.math.log(safe)
        loss = tf.where(weight > 0.0, log, 0.0)
    return tape.gradient(loss, weight)
