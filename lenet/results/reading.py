"""What models read in one drawing: plain data."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Reading:
    """What models read in one drawing.

    `digit` is what they saw, (32, 32, 1) float32 in [0, 1]; `answers` maps a
    name to ten probabilities, (10,) float32.
    """

    digit: np.ndarray
    answers: dict[str, np.ndarray]
