"""A model with two inputs and two outputs: do two images show one digit?"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

from lenet.models import functional, sequential, subclassing


def sequential_pair() -> tf.keras.Model:
    """Make a stack with two inputs and a LeNet."""
    return tf.keras.Sequential(
        [
            tf.keras.Input(shape=(32, 32, 1), name="first"),
            tf.keras.Input(shape=(32, 32, 1), name="second"),
            sequential.lenet(),
        ],
        name="pair",
    )


def functional_pair() -> tf.keras.Model:
    """Classify two images; also return the probability of equal digits."""
    lenet = functional.lenet()
    first = tf.keras.Input(shape=(32, 32, 1), name="first")
    second = tf.keras.Input(shape=(32, 32, 1), name="second")
    digits = lenet(first)
    same = layers.Dot(axes=1)([digits, lenet(second)])
    return tf.keras.Model([first, second], [digits, same])


class SubclassingPair(tf.keras.Model):
    """Classify two images; also return the probability of equal digits."""

    def __init__(self) -> None:
        super().__init__()
        self.lenet = subclassing.lenet()
        self.dot = layers.Dot(axes=1)

    def call(self, images: Sequence[tf.Tensor]) -> tuple[tf.Tensor, tf.Tensor]:
        """Use the same LeNet for both images."""
        first, second = images
        digits = self.lenet(first)
        same = self.dot([digits, self.lenet(second)])
        return digits, same


def two_inputs(
    make_model: Callable[[], tf.keras.Model],
    weights: Sequence[np.ndarray],
    image: np.ndarray,
    other: np.ndarray,
) -> dict[str, object]:
    """Call a model on two images; it returns two outputs."""
    model = make_model()
    model.set_weights(weights)
    digits, same = model([image, image])
    _, different = model([image, other])
    return {
        "first digit": np.argmax(digits),
        "same as itself": f"{np.max(same):.1%}",
        "same as another": f"{np.max(different):.1%}",
    }


def reload_without_its_code(
    make_model: Callable[[], tf.keras.Model],
    image: np.ndarray,
    other: np.ndarray,
    folder: Path,
) -> dict[str, float]:
    """Save such a model, and load it from the file alone."""
    model = make_model()
    _, same = model([image, other])
    model.save(folder / "pair.keras")
    again = tf.keras.models.load_model(folder / "pair.keras")
    _, same_again = again([image, other])
    return {"difference": np.abs(same_again - same).max()}
