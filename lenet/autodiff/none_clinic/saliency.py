"""How much each pixel changes an output."""

from typing import Any

import tensorflow as tf


def saliency() -> Any:
    """Return the gradient of the output for the image."""
    image = tf.constant([[0.25, 0.75]])
    kernel = tf.Variable([[1.0], [2.0]])
    with tf.GradientTape() as tape:
        output = image @ kernel
    return tape.gradient(output, image)


def saliency_fixed() -> Any:
    """Return the gradient of the output for the image."""
    image = tf.constant([[0.25, 0.75]])
    kernel = tf.Variable([[1.0], [2.0]])
    with tf.GradientTape() as tape:
        tape.watch(image)
        output = image @ kernel
    return tape.gradient(output, image)
