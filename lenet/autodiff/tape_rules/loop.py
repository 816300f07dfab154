"""A Python loop: the tape records each turn."""

from typing import Any

import tensorflow as tf


def loop() -> Any:
    """Return the gradient of the product for the weight."""
    weight, product = tf.Variable(3.0), tf.constant(1.0)
    with tf.GradientTape() as tape:
        for _ in range(3):
            product = product * weight
    return tape.gradient(product, weight)


def loop_broken() -> Any:
    """Return the gradient of the product for the weight."""
    weight, product = tf.Variable(3.0), tf.constant(1.0)
    for _ in range(3):
        with tf.GradientTape() as tape:
            product = product * weight
    return tape.gradient(product, weight)
