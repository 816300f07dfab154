"""What a visitor owns of a training, as plain NumPy arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class TrainState:
    """A model and its optimizer at one step; no TensorFlow needed to hold it.

    `weights` are the model's arrays in Keras's order (float32, 81,194 numbers),
    `optimizer_state` those of `optimizer` (one of `OPTIMIZER_NAMES`).
    `step` counts the batches trained on, `seed` decides their order.
    """

    paradigm: str
    optimizer: str
    weights: tuple[np.ndarray, ...]
    optimizer_state: tuple[np.ndarray, ...]
    step: int
    seed: int


def arrays(variables: Any) -> tuple[np.ndarray, ...]:
    """Copy Keras variables into arrays that live without TensorFlow."""
    return tuple(np.array(variable.numpy()) for variable in variables)
