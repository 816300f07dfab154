"""A block in which the tape records nothing."""

from typing import Any

import tensorflow as tf


def stop_recording() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        square = weight**2
        with tape.stop_recording():
            scale = 2.0 * weight
        loss = scale * square
    return tape.gradient(loss, weight)


def stop_recording_broken() -> Any:
    """Return the gradient of the loss for the weight."""
    weight = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        square = weight**2
        with tape.stop_recording():
            scale = 2.0 * weight
            loss = scale * square
    return tape.gradient(loss, weight)
