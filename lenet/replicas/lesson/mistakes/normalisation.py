"""Batch normalisation on replicas: by whose images?

In Keras a replica normalises by the images of its own slice, and keeps moving
statistics of its own, unless told to synchronize. Those of the first replica
are the ones that are saved and tested.
"""

import tensorflow as tf
from tensorflow.keras import layers

from lenet.models import PARADIGMS
from lenet.settings import IMAGE_SHAPE

# Keras's 0.99 would need hundreds of steps to forget the first values.
MOMENTUM = 0.9


def build(seed: int) -> tf.keras.Model:
    """Make a LeNet with batch normalisation, from the weights of `seed`."""
    return normalised(
        layers.BatchNormalization(
            momentum=MOMENTUM,
            # The mistake: each replica goes by its own few images.
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
    """Lead what LeNet's first dense layer gives through `norm`.

    Ioffe and Szegedy (2015), https://arxiv.org/abs/1502.03167
    """
    *before, fc_2, out = PARADIGMS["Sequential"](seed=seed).layers
    return tf.keras.Sequential(
        [tf.keras.Input(shape=IMAGE_SHAPE), *before, norm, fc_2, out],
        name="lenet",
    )
