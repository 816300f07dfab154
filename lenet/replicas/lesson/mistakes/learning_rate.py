"""A learning rate that is not scaled: fewer steps, and none of them larger."""

import tensorflow as tf

from lenet.training.optimizers import OPTIMIZERS


def optimizer(
    name: str, learning_rate: float, growth: int
) -> tf.keras.optimizers.Optimizer:
    """Make an optimizer for batches that are `growth` times one device's."""
    # The mistake: `growth` times fewer steps, with one device's learning rate.
    return OPTIMIZERS[name](learning_rate)
