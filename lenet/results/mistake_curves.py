"""What trainings on replicas show when laid side by side: plain data."""

from dataclasses import dataclass

import numpy as np

ONE, RIGHT, WRONG = "One device", "Replicas", "With the mistake"


@dataclass(frozen=True, eq=False)
class LossCurve:
    """How one training went, seen on images that it was not trained on.

    `images` (points,) int64 are those computed so far by all replicas, repeats
    counted; `losses` (points,) float64 the mean loss of the test images then,
    not always finite. `batch_size` is the global one, `learning_rate` what the
    optimizer got. `first_step` is the L2 norm of the first step of all weights
    together. `different` counts the images that differ from each other.
    `first_slices` (replicas, share, 32, 32) uint8 are each replica's first
    images. `means` (replicas, units) float32 are those that batch
    normalisation took in the first step, `moving` what each replica keeps in
    the end; both have no units without it.
    """

    images: np.ndarray
    losses: np.ndarray
    steps: int
    batch_size: int
    learning_rate: float
    first_step: float
    different: int
    first_slices: np.ndarray
    means: np.ndarray
    moving: np.ndarray

    @property
    def final(self) -> float:
        """Return the last loss."""
        return float(self.losses[-1])


@dataclass(frozen=True, eq=False)
class MistakeCurves:
    """One mistake beside what is right: `curves` by ONE, RIGHT and WRONG."""

    mistake: str
    replicas: int
    optimizer: str
    tested: int
    curves: dict[str, LossCurve]
