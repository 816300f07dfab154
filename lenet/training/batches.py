"""The batches of a training: which images, in which order."""

from collections.abc import Iterator

import numpy as np

from lenet.digits import Digits, checked
from lenet.settings import batches_in, images_in, within


class Batches:
    """The batches of `epochs` more epochs, from the step `first_step` on.

    The order in epoch e (from 0) depends only on `seed` and e. The last batch
    of an epoch has the remaining images, so each epoch uses each image once.
    Raises TypeError and ValueError for digits that no training can use.
    """

    def __init__(
        self,
        digits: Digits,
        batch_size: int,
        seed: int,
        first_step: int,
        epochs: int,
    ) -> None:
        digits = checked(digits)
        images, labels = digits.train_images, digits.train_labels
        within("epochs", epochs, 1, 1_000_000)
        within("seed", seed, 0, 2**63)
        within("batch_size", batch_size, 1, len(images))
        self.digits = digits
        self.images, self.labels = images, labels
        self.batch_size, self.seed, self.first_step = (
            batch_size,
            seed,
            first_step,
        )
        self.steps = batches_in(len(images), batch_size)
        begun = first_step // self.steps
        self.epochs = range(begun, begun + epochs)

    def order(self, epoch: int) -> np.ndarray:
        """Return the epoch's remaining images, shuffled: (n,) int64 indices."""
        order = shuffled(len(self.images), self.seed, epoch)
        return order[self.begun(epoch) * self.batch_size :]

    def of(self, epoch: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield (batch, 32, 32, 1) float32 images and their (batch,) labels."""
        order = self.order(epoch)
        for first in range(0, len(order), self.batch_size):
            batch = order[first : first + self.batch_size]
            yield self.images[batch], self.labels[batch]

    def sizes(self, epoch: int) -> Iterator[int]:
        """Yield the number of images in each batch that `of` yields."""
        left = len(self.images) - self.begun(epoch) * self.batch_size
        while left > 0:
            yield min(left, self.batch_size)
            left -= self.batch_size

    def begun(self, epoch: int) -> int:
        """Return how many steps of `epoch` were done before this training."""
        return max(0, self.first_step - epoch * self.steps)

    def seen(self, step: int) -> int:
        """Return the number of images in all batches up to `step`."""
        return images_in(step, len(self.images), self.batch_size)


def shuffled(images: int, seed: int, epoch: int) -> np.ndarray:
    """Return an epoch's order of this many images: (n,) int64 indices."""
    return np.random.default_rng([seed, epoch]).permutation(images)
