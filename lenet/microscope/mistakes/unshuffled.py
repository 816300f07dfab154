"""Images in the order of a file that is sorted by digit."""

import numpy as np

from lenet.training.batches import Batches


class SortedBatches(Batches):
    """Batches in which one digit follows another: all 0s, then all 1s.

    A batch has one digit, or two where one gives way to the next.

    https://www.tensorflow.org/api_docs/python/tf/data/Dataset#shuffle
    """

    def order(self, epoch: int) -> np.ndarray:
        """Sort the epoch's images: (n,) int64 indices, or what is left."""
        # The mistake: sorted by digit, and the same order in every epoch.
        order = np.argsort(self.labels, kind="stable")
        return order[self.begun(epoch) * self.batch_size :]
