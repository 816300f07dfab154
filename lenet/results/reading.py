"""The predictions of models for one drawing: plain data."""

from dataclasses import dataclass

import numpy as np

from lenet.results.paradigms import LAYERS

# The layers that compute something, by LeCun's names: all but Flatten, whose
# output has the numbers of S4.
ACTIVE_LAYERS = tuple(layer for layer in LAYERS if layer != "Flatten")


@dataclass(frozen=True, eq=False)
class Reading:
    """The predictions of models for one drawing.

    `digit` is the models' input, (32, 32, 1) float32 in [0, 1].
    `predictions` maps a model's name, "Shipped" or "Yours", to its ten
    probabilities, (10,) float32. `activations` maps it to the output of each
    of `ACTIVE_LAYERS`: float32 arrays of the shapes (30, 30, 6), (15, 15, 6),
    (13, 13, 16), (6, 6, 16), (120,), (84,) and (10,). `photo` is a small copy
    of the photo that the digit was cut from, (height, width, 4) uint8; None for
    a drawing. `notes` are sentences on why this may not be the digit that was
    meant, such as several digits in the photo.
    """

    digit: np.ndarray
    predictions: dict[str, np.ndarray]
    activations: dict[str, tuple[np.ndarray, ...]]
    photo: np.ndarray | None = None
    notes: tuple[str, ...] = ()
