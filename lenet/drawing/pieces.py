"""The connected pieces of a mask, and their measures."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Box:
    """A rectangle of pixels: its first row and column, and those after it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """The number of its rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """The number of its columns."""
        return self.right - self.left

    @property
    def longest(self) -> int:
        """Its longer side, in pixels."""
        return max(self.height, self.width)

    def holds(self, other: "Box") -> bool:
        """Return whether another rectangle lies inside, with room around it."""
        return (
            self.top < other.top
            and self.left < other.left
            and self.bottom > other.bottom
            and self.right > other.right
        )

    def gap(self, other: "Box") -> tuple[int, int]:
        """Return the pixels between two, down and across.

        Where they overlap on an axis, it is below 0.
        """
        return (
            max(self.top, other.top) - min(self.bottom, other.bottom),
            max(self.left, other.left) - min(self.right, other.right),
        )

    def joined(self, other: "Box") -> "Box":
        """Return the smallest rectangle around both."""
        return Box(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )


def pieces(mask: np.ndarray) -> np.ndarray:
    """Number the connected pieces of a mask (height, width) of bool.

    Returns (height, width) int64: 0 where the mask is False, elsewhere a
    number from 1 on, the same for pixels that touch above, below or beside.
    """
    # A row's run of pixels is one node of a graph, so the graph is small.
    padded = np.pad(mask, ((0, 0), (1, 0)))
    first = padded[:, 1:] & ~padded[:, :-1]
    runs = np.where(mask, first.cumsum().reshape(mask.shape), 0)
    both = mask[1:] & mask[:-1]
    upper, lower = runs[:-1][both], runs[1:][both]
    labels = _connected(int(runs.max(initial=0)) + 1, upper, lower)
    _, numbers = np.unique(labels, return_inverse=True)
    return numbers[runs]  # node 0, outside the mask, has the lowest label


def _connected(count: int, upper: np.ndarray, lower: np.ndarray) -> np.ndarray:
    """Return for each node of a graph the lowest node that is connected."""
    labels = np.arange(count)
    while True:
        low = np.minimum(labels[upper], labels[lower])
        before = labels.copy()
        # The nodes' labels take the lower one, and all that follow them too:
        # so a long piece needs few rounds.
        np.minimum.at(labels, before[upper], low)
        np.minimum.at(labels, before[lower], low)
        while not np.array_equal(labels, labels[labels]):
            labels = labels[labels]
        if np.array_equal(labels, before):
            return labels


def boxes(numbers: np.ndarray) -> list[Box]:
    """Return the rectangle around each piece, from number 1 on."""
    count = int(numbers.max(initial=0))
    rows, columns = np.nonzero(numbers)
    found = numbers[rows, columns] - 1
    low = np.full((2, count), max(numbers.shape, default=0))
    high = np.zeros((2, count), int)
    for axis, places in enumerate((rows, columns)):
        np.minimum.at(low[axis], found, places)
        np.maximum.at(high[axis], found, places + 1)
    return [Box(*sides) for sides in np.concatenate([low, high]).T.tolist()]
