"""A model with a `while`: it runs LeNet until a probability reaches 0.9."""

from collections.abc import Callable, Sequence

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers, ops

from lenet.models import functional, sequential, subclassing


def sequential_repeater() -> tf.keras.Model:
    """Insert brightening layers until a probability reaches 0.9."""
    stack = [
        tf.keras.Input(shape=(32, 32, 1)),
        sequential.lenet(),
    ]
    model = tf.keras.Sequential(stack)
    while ops.max(model.outputs[0]) < 0.9:
        stack.insert(1, layers.Rescaling(1.5))
        model = tf.keras.Sequential(stack)
    return model


def functional_repeater() -> tf.keras.Model:
    """Brighten the images until a probability reaches 0.9."""
    lenet = functional.lenet()
    images = tf.keras.Input(shape=(32, 32, 1))
    x = images
    digits = lenet(x)
    while ops.max(digits) < 0.9:
        x = 1.5 * x
        digits = lenet(x)
    return tf.keras.Model(images, digits)


class SubclassingRepeater(tf.keras.Model):
    """A LeNet that runs again until a probability reaches 0.9."""

    def __init__(self) -> None:
        super().__init__()
        self.lenet = subclassing.lenet()

    def call(self, images: tf.Tensor) -> tf.Tensor:
        """Brighten the images until a probability reaches 0.9."""
        self.runs = 1
        digits = self.lenet(images)
        while ops.max(digits) < 0.9:
            images = 1.5 * images
            digits = self.lenet(images)
            self.runs += 1
        return digits


def depends_on_values(
    make_model: Callable[[], tf.keras.Model],
    weights: Sequence[np.ndarray],
    image: np.ndarray,
) -> dict[str, str]:
    """Classify a digit in full ink, and in faint ink."""
    model = make_model()
    model.set_weights(weights)
    results = {}
    for ink in (1.0, 0.1, 0.01):
        digit = np.argmax(model(ink * image))
        results[f"ink {ink:.0%}"] = f"{digit}, runs: {model.runs}"
    return results
