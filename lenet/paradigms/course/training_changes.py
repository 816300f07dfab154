"""What changed around the model: training, predicting, saving, symbols."""

import tempfile
from collections.abc import Iterator

import numpy as np
import tensorflow as tf

import lenet
from lenet.digits import random_digit
from lenet.models import sequential


def learning_rate_2019() -> np.ndarray:
    """Set Adam's learning rate by its short name."""
    optimizer = tf.keras.optimizers.Adam(lr=0.01)
    return optimizer.lr.numpy()


def learning_rate_today() -> np.ndarray:
    """Set Adam's learning rate by its full name."""
    optimizer = tf.keras.optimizers.Adam(learning_rate=0.01)
    return optimizer.learning_rate.numpy()


def trained_lenet() -> tf.keras.Model:
    """Return a trained LeNet."""
    model = lenet.pretrained("Sequential")
    model.compile(run_eagerly=True)  # tracing takes longer than one call
    return model


def predict_classes_2019() -> np.ndarray:
    """Return the predicted digit of an image."""
    digit, label = random_digit(np.random.default_rng(7))
    print("The image shows", label)
    return trained_lenet().predict_classes(digit[np.newaxis])


def predict_classes_today() -> np.ndarray:
    """Return the index of the largest of ten probabilities: the digit."""
    digit, label = random_digit(np.random.default_rng(7))
    print("The image shows", label)
    probabilities = trained_lenet().predict(digit[np.newaxis], verbose=0)
    return probabilities.argmax(axis=1)


def two_batches() -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield blank images with their labels, one batch after the other."""
    for label in (0, 1):
        yield np.zeros((8, 32, 32, 1), np.float32), np.full(8, label)


def new_lenet() -> tf.keras.Model:
    """Return a compiled LeNet, ready to train."""
    model = sequential.lenet()
    model.compile(
        optimizer="adam",
        loss="sparse_categorical_crossentropy",
        run_eagerly=True,  # tracing takes longer than two steps
    )
    return model


def fit_generator_2019() -> None:
    """Train on a generator, with the method for generators."""
    model = new_lenet()
    model.fit_generator(two_batches(), steps_per_epoch=2, verbose=0)
    print("Steps taken:", model.optimizer.iterations.numpy())


def fit_generator_today() -> None:
    """Train on a generator, with the method for all data."""
    model = new_lenet()
    model.fit(two_batches(), steps_per_epoch=2, shuffle=False, verbose=0)
    print("Steps taken:", model.optimizer.iterations.numpy())


def saving_2019() -> None:
    """Save the whole model as a folder."""
    model = sequential.lenet()
    model.save("lenet")
    loaded = tf.keras.models.load_model("lenet")
    print("Weights loaded:", loaded.count_params())


def saving_today() -> None:
    """Save the whole model as one file, and load it."""
    model = sequential.lenet()
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/lenet.keras")
        loaded = tf.keras.models.load_model(f"{folder}/lenet.keras")
    print("Weights loaded:", loaded.count_params())


def symbols_2019() -> tuple[int | None, ...]:
    """Flatten a symbolic image with a function of TensorFlow."""
    images = tf.keras.Input(shape=(32, 32, 1))
    return tf.reshape(images, (-1, 1024)).shape


def symbols_today() -> tuple[int | None, ...]:
    """Flatten a symbolic image with an operation of Keras."""
    images = tf.keras.Input(shape=(32, 32, 1))
    return tf.keras.ops.reshape(images, (-1, 1024)).shape
