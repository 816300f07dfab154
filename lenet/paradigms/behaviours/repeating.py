"""A model that looks at an image again until it is sure of the digit."""

from collections.abc import Callable, Sequence

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers, ops

from lenet.models import functional, sequential, subclassing


def sequential_until_sure() -> tf.keras.Model:
    """Put in brightening layers until LeNet is sure."""
    stack = [
        tf.keras.Input(shape=(32, 32, 1)),
        sequential.lenet(),
    ]
    model = tf.keras.Sequential(stack)
    while ops.max(model.outputs[0]) < 0.9:
        stack.insert(1, layers.Rescaling(1.5))
        model = tf.keras.Sequential(stack)
    return model


def functional_until_sure() -> tf.keras.Model:
    """Brighten the images until LeNet is sure."""
    lenet = functional.lenet()
    images = tf.keras.Input(shape=(32, 32, 1))
    x = images
    digits = lenet(x)
    while ops.max(digits) < 0.9:
        x = 1.5 * x
        digits = lenet(x)
    return tf.keras.Model(images, digits)


class SubclassingUntilSure(tf.keras.Model):
    """A LeNet that looks again until it is sure."""

    def __init__(self) -> None:
        super().__init__()
        self.lenet = subclassing.lenet()

    def call(self, images: tf.Tensor) -> tf.Tensor:
        """Brighten the images until LeNet is sure."""
        self.looks = 1
        digits = self.lenet(images)
        while ops.max(digits) < 0.9:
            images = 1.5 * images
            digits = self.lenet(images)
            self.looks += 1
        return digits


def depends_on_values(
    make_model: Callable[[], tf.keras.Model],
    weights: Sequence[np.ndarray],
    image: np.ndarray,
) -> dict[str, str]:
    """Read a digit in full ink, and in faint ink."""
    model = make_model()
    model.set_weights(weights)
    looks = {}
    for ink in (1.0, 0.1, 0.01):
        digit = np.argmax(model(ink * image))
        looks[f"ink {ink:.0%}"] = f"{digit}, looks: {model.looks}"
    return looks
