"""The loop fit: Keras's own."""

import tensorflow as tf

from lenet.digits import Digits
from lenet.export.training.data import batches


def train(
    model: tf.keras.Model,
    optimizer: tf.keras.optimizers.Optimizer,
    digits: Digits,
    epochs: int,
    batch_size: int,
    seed: int,
) -> None:
    """Run Keras's own loop: compile, then fit.

    A generator gives it the batches, so that their order is known.

    https://www.tensorflow.org/guide/keras/training_with_built_in_methods
    """
    model.compile(
        optimizer=optimizer,
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(
        (
            batch
            for epoch in range(epochs)
            for batch in batches(digits, batch_size, seed, epoch)
        ),
        epochs=epochs,
        steps_per_epoch=-(-len(digits.train_images) // batch_size),
        validation_data=(digits.test_images, digits.test_labels),
        validation_batch_size=500,
        verbose=2,
    )
