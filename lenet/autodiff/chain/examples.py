"""Small computations with tensors, whose gradients the tape is asked for."""

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.results.chain import CONVOLUTION, DENSE, SOFTMAX

Arguments = tuple[tf.Tensor, ...]


def dense_layer(
    inputs: tf.Tensor, weights: tf.Tensor, bias: tf.Tensor
) -> list[tf.Tensor]:
    """Return the gradients of a dense layer's weights and bias.

    `inputs` are (4, 3), `weights` (3, 2) and `bias` (2,) float32.
    """
    with tf.GradientTape() as tape:
        tape.watch((weights, bias))
        outputs = tf.nn.relu(inputs @ weights + bias)
        loss = tf.reduce_sum(tf.square(outputs))
    return tape.gradient(loss, [weights, bias])


def softmax_cross_entropy(
    logits: tf.Tensor, labels: tf.Tensor
) -> list[tf.Tensor]:
    """Return the gradient of the mean cross-entropy for the logits.

    `logits` are (2, 3) float32, `labels` the same with one 1 in each row.
    """
    with tf.GradientTape() as tape:
        tape.watch(logits)
        probabilities = tf.nn.softmax(logits)
        likely = tf.reduce_sum(labels * probabilities, axis=1)
        loss = tf.reduce_mean(-tf.math.log(likely))
    return tape.gradient(loss, [logits])


def convolution(image: tf.Tensor, kernel: tf.Tensor) -> list[tf.Tensor]:
    """Return the gradients of a convolution's kernel and image.

    `image` is (1, 4, 4, 1), `kernel` (3, 3, 1, 1) float32.
    """
    with tf.GradientTape() as tape:
        tape.watch((image, kernel))
        outputs = tf.nn.conv2d(image, kernel, strides=1, padding="VALID")
        loss = tf.reduce_sum(tf.square(outputs))
    return tape.gradient(loss, [kernel, image])


def arguments(name: str, seed: int) -> Arguments:
    """Return an example's tensors, with one decimal, for a seed."""
    random = np.random.default_rng(seed)

    def draw(*shape: int) -> tf.Tensor:
        return tf.constant(np.round(random.normal(size=shape), 1), tf.float32)

    if name == DENSE:
        # A large bias: relu lets more than one row through.
        return draw(4, 3), draw(3, 2), draw(2) + 2.0
    if name == SOFTMAX:
        labels = np.eye(3, dtype=np.float32)[random.integers(0, 3, 2)]
        return draw(2, 3), tf.constant(labels)
    return draw(1, 4, 4, 1), draw(3, 3, 1, 1)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    DENSE: dense_layer,
    SOFTMAX: softmax_cross_entropy,
    CONVOLUTION: convolution,
}
