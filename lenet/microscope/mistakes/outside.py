"""NumPy within the tape's block: the tape loses sight of the weights."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf


def train_step(
    model: tf.keras.Model,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    optimizer: tf.keras.optimizers.Optimizer,
    images: tf.Tensor,
    labels: tf.Tensor,
) -> tf.Tensor:
    """Try to move the weights one step; every gradient is None."""
    # Forward pass, on tape
    with tf.GradientTape() as tape:
        probabilities = model(images, training=True)
        # The mistake: NumPy returns an array, which no tape has recorded.
        probabilities = np.clip(probabilities, 1e-7, 1.0)
        loss = loss_fn(labels, probabilities)

    # Compute gradients
    gradients = tape.gradient(loss, model.trainable_variables)

    # Update weights
    optimizer.apply(gradients, model.trainable_variables)
    return loss
