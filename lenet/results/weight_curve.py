"""The loss as a function of one weight: plain data, no TensorFlow."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class WeightCurve:
    """One weight of LeNet, and the loss of a batch for other values of it.

    The weight is at `index` of the `variable` (0 to 9, in Keras's order),
    and has the `value`, at which the batch's mean loss is `loss`. `gradient`
    is the slope there by central finite differences; `left` and `right` are
    the slopes just below and just above. `xs` and `losses` are (points,)
    float64: the loss with the weight set to x, all else as it is; `value`
    stands in the middle of `xs`. NaN where the loss is.
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

        A ReLU makes one where its input is exactly zero, as over an image's
        empty border while biases are zero. There is no one slope there: the
        tape takes a ReLU's to be 0 at zero, finite differences its mean, 1/2.
        """
        steepest = max(abs(self.left), abs(self.right))
        return abs(self.right - self.left) > 1e-3 * steepest + 1e-6
