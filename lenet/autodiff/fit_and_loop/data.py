"""The batches that all ways train on, in one order."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lenet.digits import load
from lenet.results.fit_and_loop import BATCH_SIZE, IMAGES, STEPS_PER_EPOCH


@dataclass(frozen=True, eq=False)
class Data:
    """The first images of the sample: (n, 32, 32, 1), and their (n,) labels.

    `steps` are all steps: the last epoch may be a part of one.
    """

    images: np.ndarray
    labels: np.ndarray
    steps: int
    batch_size: int = BATCH_SIZE

    @property
    def epochs(self) -> int:
        """Return the number of epochs, with a last one that is not whole."""
        return -(-self.steps // STEPS_PER_EPOCH)

    def batches(self, epoch: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield the batches of an epoch, from 0."""
        left = self.steps - epoch * STEPS_PER_EPOCH
        for first in range(0, len(self.images), self.batch_size)[:left]:
            batch = slice(first, first + self.batch_size)
            yield self.images[batch], self.labels[batch]


def data_for(steps: int) -> Data:
    """Return the data of a comparison with this number of steps."""
    digits = load("sample", limit=IMAGES)
    return Data(digits.train_images, digits.train_labels, steps)
