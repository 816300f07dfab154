"""Data that is not sharded: all replicas learn from the same images."""

from collections.abc import Iterator

import numpy as np
import tensorflow as tf

from lenet.settings import IMAGE_SHAPE
from lenet.training.batches import Batches


def shares(
    batches: Batches, context: tf.distribute.InputContext
) -> tf.data.Dataset:
    """Return a dataset of images and labels for this process's replicas."""
    replicas = context.num_replicas_in_sync
    mine = replicas // context.num_input_pipelines

    def each_share() -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for epoch in batches.epochs:
            for batch in batches.of(epoch):
                images, labels = (np.array_split(x, replicas) for x in batch)
                for _ in range(mine):
                    # The mistake: the first share, for every replica.
                    yield images[0], labels[0]

    return tf.data.Dataset.from_generator(
        each_share,
        output_signature=(
            tf.TensorSpec((None, *IMAGE_SHAPE), tf.float32),
            tf.TensorSpec([None], tf.int64),
        ),
    ).repeat()
