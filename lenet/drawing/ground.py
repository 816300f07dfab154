"""The ground below the ink of a photo: paper, a board, a table."""

import numpy as np


def over(values: np.ndarray, size: int, pick: np.ufunc) -> np.ndarray:
    """Return the largest or the smallest value of each window of a side.

    `pick` is np.maximum or np.minimum. Both axes lose `size - 1` places.
    """
    for axis in (0, 1):
        values = np.moveaxis(values, axis, 0)
        width = 1
        while width < size:  # two windows make one of up to twice the width
            step = min(width, size - width)
            values = pick(values[:-step], values[step:])
            width += step
        values = np.moveaxis(values, 0, axis)
    return values


def contrast(
    grey: np.ndarray, widest: int, around: int | None = None
) -> np.ndarray:
    """Return how much darker each pixel is than the ground around it.

    Whatever is narrower than `widest` pixels counts as ink, and all else as
    ground. So a table stays ground, however dark: it is wide. Beyond the edges,
    the picture goes on as it ends there, or is all of the grey `around`.

    The morphological closing of the picture is its ground:
    https://en.wikipedia.org/wiki/Top-hat_transform
    """
    if around is None:
        wide = np.pad(grey, widest - 1, mode="edge")
    else:
        wide = np.pad(grey, widest - 1, constant_values=around)
    ground = over(over(wide, widest, np.maximum), widest, np.minimum)
    return ground - grey


def otsu(values: np.ndarray) -> int:
    """Return the threshold, 0 to 255, that splits `values` (uint8) best.

    The best one has the largest variance between the two groups.

    Otsu (1979), https://doi.org/10.1109/TSMC.1979.4310076
    """
    counts = np.bincount(values.ravel(), minlength=256)
    below = counts.cumsum()
    above = values.size - below
    sums = (counts * np.arange(256)).cumsum()
    gap = sums / np.maximum(below, 1) - (sums[-1] - sums) / np.maximum(above, 1)
    return int(np.argmax(below * above * gap**2))
