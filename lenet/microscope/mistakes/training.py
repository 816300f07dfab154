"""A forgotten training=True: layers behave as they do for users."""

from collections.abc import Callable

import tensorflow as tf


def train_step(
    model: tf.keras.Model,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    optimizer: tf.keras.optimizers.Optimizer,
    images: tf.Tensor,
    labels: tf.Tensor,
) -> tf.Tensor:
    """Move the weights one step; no layer knows that this is training."""
    # Forward pass, on tape
    with tf.GradientTape() as tape:
        # The mistake: no training=True, so dropout passes everything on.
        probabilities = model(images)
        loss = loss_fn(labels, probabilities)

    # Compute gradients
    gradients = tape.gradient(loss, model.trainable_variables)

    # Update weights
    optimizer.apply(gradients, model.trainable_variables)
    return loss
