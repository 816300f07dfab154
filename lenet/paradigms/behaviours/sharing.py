"""One convolution, called twice: both calls use the same weights."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def sequential_twice() -> tf.keras.Model:
    """List the same convolution twice."""
    convolve = layers.Conv2D(1, (3, 3), padding="same")
    return tf.keras.Sequential(
        [tf.keras.Input(shape=(32, 32, 1)), convolve, convolve]
    )


def functional_twice() -> tf.keras.Model:
    """Call a convolution, and call it again on its output."""
    convolve = layers.Conv2D(1, (3, 3), padding="same")
    images = tf.keras.Input(shape=(32, 32, 1))
    return tf.keras.Model(images, convolve(convolve(images)))


class SubclassingTwice(tf.keras.Model):
    """A convolution that is also called on its own output."""

    def __init__(self) -> None:
        super().__init__()
        self.convolve = layers.Conv2D(1, (3, 3), padding="same")

    def call(self, images: tf.Tensor) -> tf.Tensor:
        """Use the same layer twice."""
        return self.convolve(self.convolve(images))


def shared_layer(
    make_model: Callable[[], tf.keras.Model], image: np.ndarray
) -> dict[str, object]:
    """Count the weights, and the pixels that one pixel of ink reaches."""
    model = make_model()
    spot = np.zeros_like(image)
    spot[:, 16, 16] = 1
    model(spot)
    model.set_weights([np.ones((3, 3, 1, 1)), np.zeros(1)])
    return {
        "parameters": model.count_params(),
        "pixels reached": np.count_nonzero(model(spot)),
    }


def shared_layer_file(
    make_model: Callable[[], tf.keras.Model],
    image: np.ndarray,
    folder: Path,
) -> dict[str, object]:
    """Save such a model and load it; compare what both compute."""
    model = make_model()
    spot = np.zeros_like(image)
    spot[:, 16, 16] = 1
    model(spot)
    model.set_weights([np.ones((3, 3, 1, 1)), np.zeros(1)])
    model.save(folder / "twice.keras")
    again = tf.keras.models.load_model(folder / "twice.keras")
    return {
        "pixels reached before": np.count_nonzero(model(spot)),
        "pixels reached after": np.count_nonzero(again(spot)),
    }
