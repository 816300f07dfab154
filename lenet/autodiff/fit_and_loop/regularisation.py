"""The losses of the regularisers, which a loop has to add by itself."""

import tensorflow as tf

from lenet.autodiff.fit_and_loop.ways import Loss


def with_regularisation(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    images: tf.Tensor,
    labels: tf.Tensor,
) -> tf.Tensor:
    """Take a step with the loss of each regulariser.

    https://www.tensorflow.org/guide/keras/writing_a_training_loop_from_scratch
    """
    # Forward pass, on tape
    with tf.GradientTape() as tape:
        probabilities = model(images, training=True)
        loss = loss_fn(labels, probabilities)
        loss += tf.add_n(model.losses)

    # Compute gradients
    gradients = tape.gradient(loss, model.trainable_variables)

    # Update weights
    optimizer.apply(gradients, model.trainable_variables)
    return loss
