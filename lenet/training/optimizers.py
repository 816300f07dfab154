"""The optimizers that a learner can choose."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import tensorflow as tf

from lenet.settings import OPTIMIZER_NAMES

# From a name to a class that takes learning_rate=...
OPTIMIZERS: dict[str, Callable[..., tf.keras.optimizers.Optimizer]] = {
    "adam": tf.keras.optimizers.Adam,
    "sgd": tf.keras.optimizers.SGD,
    "momentum": partial(tf.keras.optimizers.SGD, momentum=0.9),
    "rmsprop": tf.keras.optimizers.RMSprop,
}
assert tuple(OPTIMIZERS) == OPTIMIZER_NAMES


def restore(
    optimizer: tf.keras.optimizers.Optimizer, state: Sequence[np.ndarray]
) -> None:
    """Restore the state of a built optimizer from one of the same kind.

    `state` holds the arrays of its `variables`: the steps taken, the learning
    rate, and the moments of each weight's gradients. Raises ValueError for
    arrays of other shapes.
    """
    expected = [tuple(variable.shape) for variable in optimizer.variables]
    if [array.shape for array in state] != expected:
        raise ValueError(
            f"This {optimizer.name} optimizer has arrays of the shapes "
            f"{expected}; the state has {[array.shape for array in state]}."
        )
    for variable, array in zip(optimizer.variables, state, strict=True):
        variable.assign(array)
