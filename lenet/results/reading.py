"""The predictions of models for one drawing: plain data."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Reading:
    """The predictions of models for one drawing.

    `digit` is the models' input, (32, 32, 1) float32 in [0, 1].
    `predictions` maps a model's name, "Shipped" or "Yours", to its ten
    probabilities, (10,) float32. `photo` is a small copy of the photo that the
    digit was cut from, (height, width, 4) uint8; None for a drawing.
    """

    digit: np.ndarray
    predictions: dict[str, np.ndarray]
    photo: np.ndarray | None = None
