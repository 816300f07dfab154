"""Loss curves of trainings on replicas, to be compared: plain data."""

from dataclasses import dataclass

import numpy as np

ONE, RIGHT, WRONG = "One device", "Replicas", "With the mistake"


@dataclass(frozen=True, eq=False)
class LossCurve:
    """The loss of one training, computed on test images.

    `images` (points,) int64 counts the images computed so far by all replicas,
    repeats included. `losses` (points,) float64 is the mean loss of the test
    images at that point, not always finite. `batch_size` is the global one, and
    `learning_rate` the optimizer's. `first_step` is the L2 norm of the first
    update of all weights together. `different` counts the different images
    among those computed. `first_shares` (replicas, share, 32, 32) uint8 holds
    each replica's first images. `means` (replicas, units) float32 are those
    that batch normalisation used in the first step, and `moving` the moving
    means at the end; both have no units without it.
    """

    images: np.ndarray
    losses: np.ndarray
    steps: int
    batch_size: int
    learning_rate: float
    first_step: float
    different: int
    first_shares: np.ndarray
    means: np.ndarray
    moving: np.ndarray

    @property
    def final(self) -> float:
        """Return the last loss."""
        return float(self.losses[-1])


@dataclass(frozen=True, eq=False)
class MistakeCurves:
    """One mistake beside the correct code: `curves` by ONE, RIGHT and WRONG."""

    mistake: str
    replicas: int
    optimizer: str
    tested: int
    curves: dict[str, LossCurve]
