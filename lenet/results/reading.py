"""What models read in one drawing: plain data."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Reading:
    """What models read in one drawing.

    `digit` is their input, (32, 32, 1) float32 in [0, 1]; `probabilities` maps
    a model's name to ten of them, (10,) float32.
    """

    digit: np.ndarray
    probabilities: dict[str, np.ndarray]
