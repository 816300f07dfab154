"""The loop graph: a whole epoch in one graph."""

import tensorflow as tf

from lenet.digits import Digits
from lenet.training.batches import shuffled
from lenet.training.step import train_step


def train(
    model: tf.keras.Model,
    optimizer: tf.keras.optimizers.Optimizer,
    digits: Digits,
    epochs: int,
    batch_size: int,
    seed: int,
) -> None:
    """Trace a whole epoch once; TensorFlow then runs it without Python.

    https://www.tensorflow.org/guide/function
    """
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    images = tf.constant(digits.train_images)
    labels = tf.constant(digits.train_labels)
    optimizer.build(model.trainable_variables)  # a graph makes no variables

    @tf.function(input_signature=[tf.TensorSpec([None], tf.int64)])
    def run_epoch(order: tf.Tensor) -> tf.Tensor:
        loss = 0.0
        for first in tf.range(0, tf.size(order), batch_size):
            batch = order[first : first + batch_size]
            loss = train_step(
                model,
                loss_fn,
                optimizer,
                tf.gather(images, batch),
                tf.gather(labels, batch),
            )
        return loss

    for epoch in range(epochs):
        order = shuffled(len(digits.train_images), seed, epoch)
        loss = run_epoch(tf.constant(order))
        print(f"Epoch {epoch + 1}: loss of the last batch {loss:.4f}")
