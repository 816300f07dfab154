"""The loop eager: each operation as Python reaches it."""

import tensorflow as tf

from lenet.digits import Digits
from lenet.export.training.data import batches
from lenet.training.step import train_step


def train(
    model: tf.keras.Model,
    optimizer: tf.keras.optimizers.Optimizer,
    digits: Digits,
    epochs: int,
    batch_size: int,
    seed: int,
) -> None:
    """Call train_step on one batch after another: plain Python.

    https://www.tensorflow.org/guide/eager
    """
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    for epoch in range(epochs):
        for images, labels in batches(digits, batch_size, seed, epoch):
            loss = train_step(model, loss_fn, optimizer, images, labels)
        print(f"Epoch {epoch + 1}: loss of the last batch {loss:.4f}")
