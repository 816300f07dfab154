"""The loss as a function of one weight: plain data, no TensorFlow."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class WeightCurve:
    """One weight of LeNet, and the loss of a batch for other values of it.

    The weight is at `index` of the `variable` (0 to 9, in Keras's order). At
    its `value` the batch's mean loss is `loss`. `gradient` is the slope there
    by central finite differences; `left` and `right` are the slopes just below
    and just above. `xs` and `losses` are (points,) float64: the loss with this
    weight set to x and all others unchanged. `value` is the middle one of `xs`.
    A slope is NaN where a loss is.
    """

    variable: int
    index: tuple[int, ...]
    value: float
    loss: float
    gradient: float
    left: float
    right: float
    xs: np.ndarray
    losses: np.ndarray

    @property
    def kink(self) -> bool:
        """Return whether the curve has a corner at the value.

        A ReLU makes a corner where its input is exactly zero, as at an image's
        empty border while biases are zero. The slope is not defined there: the
        tape uses 0 for a ReLU at zero, finite differences return the mean, 1/2.
        """
        steepest = max(abs(self.left), abs(self.right))
        return abs(self.right - self.left) > 1e-3 * steepest + 1e-6
