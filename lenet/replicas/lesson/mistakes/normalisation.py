"""Batch normalisation on replicas: over which images?

In Keras each replica normalises by the images of its own share and keeps its
own moving statistics, unless `synchronized` is set. Those of the first replica
are saved and tested.
"""

import tensorflow as tf
from tensorflow.keras import layers

from lenet.models import PARADIGMS
from lenet.settings import IMAGE_SHAPE

# Keras's default, 0.99, needs hundreds of steps to forget the first values.
MOMENTUM = 0.9


def build(seed: int) -> tf.keras.Model:
    """Make a LeNet with batch normalisation, from the weights of `seed`."""
    return normalised(
        layers.BatchNormalization(
            momentum=MOMENTUM,
            # The mistake: each replica uses its own few images.
            synchronized=False,
            name="norm",
        ),
        seed,
    )


def build_synchronized(seed: int) -> tf.keras.Model:
    """Make a LeNet with batch normalisation, from the weights of `seed`.

    https://keras.io/api/layers/normalization_layers/batch_normalization/
    """
    return normalised(
        layers.BatchNormalization(
            momentum=MOMENTUM,
            synchronized=True,
            name="norm",
        ),
        seed,
    )


def normalised(norm: layers.Layer, seed: int) -> tf.keras.Model:
    """Make a LeNet with `norm` after its first dense layer.

    Ioffe and Szegedy (2015), https://arxiv.org/abs/1502.03167
    """
    *before, fc_2, out = PARADIGMS["Sequential"](seed=seed).layers
    return tf.keras.Sequential(
        [tf.keras.Input(shape=IMAGE_SHAPE), *before, norm, fc_2, out],
        name="lenet",
    )
