"""Images in the order of a file that is sorted by digit."""

import numpy as np

from lenet.training.batches import Batches


class SortedBatches(Batches):
    """Batches in the order of the digits: all 0s, then all 1s.

    A batch has one digit, or two where one digit ends and the next begins.

    https://www.tensorflow.org/api_docs/python/tf/data/Dataset#shuffle
    """

    def order(self, epoch: int) -> np.ndarray:
        """Return the images left in the epoch, sorted: (n,) int64 indices."""
        # The mistake: sorted by digit, and the same order in every epoch.
        order = np.argsort(self.labels, kind="stable")
        return order[self.begun(epoch) * self.batch_size :]
