"""The weights that ship: a LeNet trained for digits that people draw."""

from functools import cache
from pathlib import Path

import numpy as np

from lenet.weights import file as weights_file

SHIPPED = Path(__file__).parents[1] / "data" / "weights.npz"


@cache
def shipped() -> tuple[np.ndarray, ...]:
    """Read the shipped weights: ten arrays of float32, in Keras's order.

    All callers share them, so they are read-only. How they were trained, and
    their accuracy, is in lenet/data/MODEL_CARD.md.
    """
    weights = weights_file.load(SHIPPED)
    for array in weights:
        array.flags.writeable = False
    return weights
