"""One-hot labels for a loss that takes the class's number."""

import tensorflow as tf

from lenet.autodiff.fit_and_loop.ways import Loss


def one_hot(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    images: tf.Tensor,
    labels: tf.Tensor,
) -> tf.Tensor:
    """Take a step with labels of the shape (batch, 10)."""
    # Forward pass, on tape
    with tf.GradientTape() as tape:
        probabilities = model(images, training=True)
        loss = loss_fn(tf.one_hot(labels, 10), probabilities)

    # Compute gradients
    gradients = tape.gradient(loss, model.trainable_variables)

    # Update weights
    optimizer.apply(gradients, model.trainable_variables)
    return loss
