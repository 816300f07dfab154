"""LeNet with dropout, in each paradigm: a layer that acts in training only.

Dropout has no weights, so these models take those of a plain LeNet. Outside
training they make the same predictions.

Srivastava et al. (2014), https://jmlr.org/papers/v15/srivastava14a.html
"""

from collections.abc import Callable

import tensorflow as tf
from tensorflow.keras import layers

from lenet.models import functional, initialise, sequential, subclassing
from lenet.settings import IMAGE_SHAPE, PARADIGM_NAMES, one_of

RATE = 0.5  # the share of fc_2's outputs that is dropped in training


def sequential_lenet(seed: int) -> tf.keras.Sequential:
    """Build LeNet from its layers again, with dropout before the last one."""
    *hidden, out = sequential.lenet().layers
    dropout = layers.Dropout(RATE, seed=seed, name="dropout")
    return tf.keras.Sequential(
        [tf.keras.Input(shape=IMAGE_SHAPE), *hidden, dropout, out],
        name="lenet",
    )


def functional_lenet(seed: int) -> tf.keras.Model:
    """Build a new graph that passes the output of fc_2 through dropout."""
    lenet = functional.lenet()
    x = lenet.get_layer("fc_2").output
    x = layers.Dropout(RATE, seed=seed, name="dropout")(x)
    digits = lenet.get_layer("out")(x)
    return tf.keras.Model(inputs=lenet.input, outputs=digits, name="lenet")


class LeNetWithDropout(subclassing.LeNet):
    """A LeNet that calls one more layer.

    Takes (batch, 32, 32, 1) float32 images in [0, 1] and returns (batch, 10)
    float32 probabilities.
    """

    def __init__(self, seed: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.dropout = layers.Dropout(RATE, seed=seed, name="dropout")

    def call(self, images: tf.Tensor) -> tf.Tensor:
        """Run the forward pass; Keras tells each layer if it is training."""
        x = self.conv2d_1(images)  # (batch, 30, 30, 6)
        x = self.average_pool(x)  # (batch, 15, 15, 6)
        x = self.conv2d_2(x)  # (batch, 13, 13, 16)
        x = self.average_pool(x)  # (batch, 6, 6, 16)
        x = self.flatten(x)  # (batch, 576)
        x = self.fc_2(self.fc_1(x))  # (batch, 84)
        x = self.dropout(x)  # (batch, 84), half of them zeros in training
        return self.out(x)  # (batch, 10)


def subclassed_lenet(seed: int) -> LeNetWithDropout:
    """Make one; its first call, on a symbolic tensor, makes the weights."""
    model = LeNetWithDropout(seed)
    model(tf.keras.Input(shape=IMAGE_SHAPE))
    return model


BUILDERS: dict[str, Callable[[int], tf.keras.Model]] = {
    "Sequential": sequential_lenet,
    "Functional": functional_lenet,
    "Subclassing": subclassed_lenet,
}
assert tuple(BUILDERS) == PARADIGM_NAMES


def build(paradigm: str, seed: int = 0) -> tf.keras.Model:
    """Make a LeNet with dropout of that paradigm, with LeNet's initial weights.

    `seed` decides the weights and what is dropped. Raises ValueError for a name
    that is no paradigm's.
    """
    one_of("paradigm", paradigm, PARADIGM_NAMES)
    model = BUILDERS[paradigm](seed)
    initialise(model, seed)
    return model
