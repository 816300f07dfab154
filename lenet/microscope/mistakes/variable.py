"""A variable created in the step: it is new each time and is never trained."""

from collections.abc import Callable

import tensorflow as tf


def train_step(
    model: tf.keras.Model,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    optimizer: tf.keras.optimizers.Optimizer,
    images: tf.Tensor,
    labels: tf.Tensor,
) -> tf.Tensor:
    """Move the weights one step; the contrast is 1 in every step."""
    # Forward pass, on tape
    with tf.GradientTape() as tape:
        # The mistake: created here, it is 1 again in every step.
        contrast = tf.Variable(1.0, name="contrast")
        probabilities = model(contrast * images, training=True)
        loss = loss_fn(labels, probabilities)

    # Compute gradients
    gradients = tape.gradient(loss, model.trainable_variables)

    # Update weights
    optimizer.apply(gradients, model.trainable_variables)
    return loss
