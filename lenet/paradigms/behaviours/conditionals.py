"""A model with an `if`: it inverts an image with dark ink on white."""

from collections.abc import Callable, Sequence

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers, ops

from lenet.models import functional, sequential, subclassing


def sequential_inverter() -> tf.keras.Model:
    """Make a stack: a layer that inverts bright images, then a LeNet."""

    def invert_if_bright(images: tf.Tensor) -> tf.Tensor:
        if ops.mean(images) > 0.5:
            images = 1 - images
        return images

    return tf.keras.Sequential(
        [
            tf.keras.Input(shape=(32, 32, 1)),
            layers.Lambda(invert_if_bright),
            sequential.lenet(),
        ]
    )


def functional_inverter() -> tf.keras.Model:
    """Put an `if` between a LeNet and its input."""
    images = tf.keras.Input(shape=(32, 32, 1))
    x = images
    if ops.mean(images) > 0.5:
        x = 1 - images
    digits = functional.lenet()(x)
    return tf.keras.Model(images, digits)


class SubclassingInverter(tf.keras.Model):
    """A LeNet that also classifies dark ink on white."""

    def __init__(self) -> None:
        super().__init__()
        self.lenet = subclassing.lenet()

    def call(self, images: tf.Tensor) -> tf.Tensor:
        """Invert bright images, then classify them."""
        if ops.mean(images) > 0.5:
            images = 1 - images
        return self.lenet(images)


def python_if(
    make_model: Callable[[], tf.keras.Model],
    weights: Sequence[np.ndarray],
    image: np.ndarray,
) -> dict[str, object]:
    """Classify a digit, and the same digit as dark ink on white."""
    model = make_model()
    model.set_weights(weights)
    without_if = model.layers[-1]
    return {
        "bright ink": np.argmax(model(image)),
        "dark ink": np.argmax(model(1 - image)),
        "dark ink without the if": np.argmax(without_if(1 - image)),
    }


def compiled_if(
    make_model: Callable[[], tf.keras.Model],
    weights: Sequence[np.ndarray],
    image: np.ndarray,
) -> dict[str, object]:
    """Classify dark ink on white with `predict`.

    https://www.tensorflow.org/guide/function
    """
    model = make_model()
    model.set_weights(weights)
    probabilities = model.predict(1 - image, verbose=0)
    return {"dark ink": np.argmax(probabilities)}
