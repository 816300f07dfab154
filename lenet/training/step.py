"""The one training step, for eager, traced, recorded and replicated runs."""

from collections.abc import Callable

import tensorflow as tf


def train_step(
    model: tf.keras.Model,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    optimizer: tf.keras.optimizers.Optimizer,
    images: tf.Tensor,
    labels: tf.Tensor,
) -> tf.Tensor:
    """Move the weights one step down the gradient of one batch's loss.

    Takes (batch, 32, 32, 1) float32 images and their (batch,) integer labels;
    `loss_fn(labels, probabilities)` returns a scalar. Returns that loss,
    computed with the weights before the step.

    https://www.tensorflow.org/guide/keras/writing_a_training_loop_from_scratch
    """
    # Forward pass, on tape
    with tf.GradientTape() as tape:
        probabilities = model(images, training=True)
        loss = loss_fn(labels, probabilities)

    # Compute gradients
    gradients = tape.gradient(loss, model.trainable_variables)

    # Update weights
    optimizer.apply(gradients, model.trainable_variables)
    return loss
