"""Summarise a tensor in a few numbers, and compare tensors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Summary:
    """A tensor in a few numbers.

    `minimum`, `maximum`, `mean` and `norm` (Euclidean) are NaN or infinite if
    any value is; `nan` and `inf` count these values. `zeros` is the share of
    values, 0 to 1, that are zero.
    """

    shape: tuple[int, ...]
    dtype: str
    minimum: float
    maximum: float
    mean: float
    norm: float
    zeros: float
    nan: int
    inf: int

    @property
    def finite(self) -> bool:
        """Return whether every value is finite."""
        return not (self.nan or self.inf)


def summarise(array: np.ndarray) -> Summary:
    """Return the summary of an array of numbers with at least one value."""
    flat = array.ravel()
    with np.errstate(invalid="ignore", over="ignore"):
        minimum, maximum = float(flat.min()), float(flat.max())
        finite = bool(np.isfinite(minimum) and np.isfinite(maximum))
        mean, norm = float(flat.mean()), rms(flat) * np.sqrt(flat.size)
    return Summary(
        shape=array.shape,
        dtype=array.dtype.name,
        minimum=minimum,
        maximum=maximum,
        mean=mean,
        norm=float(norm),
        zeros=1 - np.count_nonzero(flat != 0) / flat.size,
        nan=0 if finite else int(np.isnan(flat).sum()),
        inf=0 if finite else int(np.isinf(flat).sum()),
    )


def rms(array: np.ndarray) -> float:
    """Return the root mean square of all values: the typical size of one."""
    flat = array.ravel()
    with np.errstate(invalid="ignore", over="ignore"):
        square = float(np.dot(flat, flat))
        if not np.isfinite(square):  # too large for float32, perhaps
            square = float(np.square(flat, dtype=np.float64).sum())
    return float(np.sqrt(square / flat.size))


def largest_difference(*models: Sequence[Any]) -> float:
    """Return the largest absolute difference between any two models' numbers.

    Each model is a sequence of arrays or numbers, of the same shapes in the
    same order. The result is 0.0 where all are equal, and NaN where a number
    is not finite.
    """
    largest = 0.0
    for arrays in zip(*models, strict=True):
        values = np.stack([np.asarray(array, np.float64) for array in arrays])
        if not np.isfinite(values).all():
            return float("nan")
        largest = max(largest, float(np.ptp(values, axis=0).max()))
    return largest
