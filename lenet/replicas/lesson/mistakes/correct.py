"""The parts of a replicated training, without a mistake."""

import tensorflow as tf

from lenet.models import PARADIGMS
from lenet.training.optimizers import OPTIMIZERS


def build(seed: int) -> tf.keras.Model:
    """Make a LeNet with the initial weights of `seed`."""
    return PARADIGMS["Sequential"](seed=seed)


def optimizer(
    name: str, learning_rate: float, growth: int
) -> tf.keras.optimizers.Optimizer:
    """Make an optimizer for batches that are `growth` times one device's.

    An epoch then has `growth` times fewer steps, so each step is made `growth`
    times as large: the linear scaling rule.

    Goyal et al. (2017), https://arxiv.org/abs/1706.02677
    """
    return OPTIMIZERS[name](learning_rate * growth)
