"""The state of a training, as plain NumPy arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class TrainState:
    """A model and its optimizer after one step, without TensorFlow.

    `weights` are the model's arrays in Keras's order (float32, 81,194 numbers),
    `optimizer_state` the arrays of `optimizer` (one of `OPTIMIZER_NAMES`).
    `step` is the number of batches so far, `seed` decides their order.
    """

    paradigm: str
    optimizer: str
    weights: tuple[np.ndarray, ...]
    optimizer_state: tuple[np.ndarray, ...]
    step: int
    seed: int


def arrays(variables: Any) -> tuple[np.ndarray, ...]:
    """Copy Keras variables into NumPy arrays, which need no TensorFlow."""
    return tuple(np.array(variable.numpy()) for variable in variables)
