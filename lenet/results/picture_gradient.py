"""A digit that moved along the gradient of one of LeNet's outputs."""

from dataclasses import dataclass

import numpy as np

# What the gradient is computed of, for one digit.
SCORES = ("logit", "log probability", "probability")


@dataclass(frozen=True, eq=False)
class Walk:
    """A digit after each step along a gradient, the digit itself first.

    `digit` is the class, 0 to 9, of the score. `pictures` are (steps + 1, 32,
    32) float32 in [0, 1]; `gradients`, of the same shape, are those of the
    score for each of them. `probabilities` are (steps + 1, 10) float32.
    `largest` has the largest magnitude in the gradient of each of SCORES, for
    the first picture.
    """

    digit: int
    pictures: np.ndarray
    gradients: np.ndarray
    probabilities: np.ndarray
    largest: dict[str, float]

    @property
    def steps(self) -> int:
        """Return the number of steps."""
        return len(self.pictures) - 1

    def prediction(self, step: int) -> int:
        """Return the digit with the largest probability after a step."""
        return int(np.argmax(self.probabilities[step]))

    def changed_at(self) -> int | None:
        """Return the first step with another prediction; None without one."""
        predictions = self.probabilities.argmax(axis=1)
        others = np.flatnonzero(predictions != predictions[0])
        return int(others[0]) if len(others) else None

    def difference(self, step: int) -> np.ndarray:
        """Return how the pixels changed up to a step: (32, 32), -1 to 1."""
        changed: np.ndarray = self.pictures[step] - self.pictures[0]
        return changed

    def largest_change(self, step: int) -> float:
        """Return how far the pixel that changed most did, 0 to 1."""
        return float(np.abs(self.difference(step)).max())

    def mean_change(self, step: int) -> float:
        """Return the mean magnitude of the changes of all pixels, 0 to 1."""
        return float(np.abs(self.difference(step)).mean())
