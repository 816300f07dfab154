"""Losses of a batch: the mean, and what is taken for it."""

from functools import partial

import tensorflow as tf

from lenet.autodiff.fit_and_loop.ways import Loss
from lenet.results.fit_and_loop import BATCH_SIZE

summed = partial(tf.keras.losses.SparseCategoricalCrossentropy, reduction="sum")


def mean_loss() -> Loss:
    """Return the mean of the losses of a batch's images."""
    return tf.keras.losses.SparseCategoricalCrossentropy()


def sum_loss() -> Loss:
    """Return the sum of the losses of a batch's images."""
    return tf.keras.losses.SparseCategoricalCrossentropy(reduction="sum")


def by_its_size() -> Loss:
    """Return the sum of the losses, divided by the size of this batch."""
    total = summed()
    return lambda labels, found: total(labels, found) / len(labels)


def by_the_usual_size() -> Loss:
    """Return the sum of the losses, divided by the size of a whole batch."""
    total = summed()
    return lambda labels, found: total(labels, found) / BATCH_SIZE
