"""The one training step, on each replica of a strategy at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.settings import IMAGE_SHAPE
from lenet.training.batches import Batches
from lenet.training.loss import ScoredLoss
from lenet.training.step import train_step


class ShareOfLoss(ScoredLoss):
    """One replica's share of a global batch's loss and accuracy.

    It divides by the images of all replicas, not only by its own. So the shares
    add up to the mean over the global batch. The optimizer adds up the
    gradients over the replicas, so their sum is the gradient of that mean.

    https://www.tensorflow.org/tutorials/distribute/custom_training
    """

    def __init__(self, global_batch: tf.Tensor) -> None:
        self.global_batch = global_batch
        self.cross_entropy = tf.keras.losses.SparseCategoricalCrossentropy(
            reduction=None
        )

    def __call__(
        self, labels: tf.Tensor, probabilities: tf.Tensor
    ) -> tf.Tensor:
        """Return this replica's scalar share of the loss."""
        # Mixed precision returns bfloat16, which has only three digits.
        probabilities = tf.cast(probabilities, tf.float32)
        right = tf.equal(tf.argmax(probabilities, axis=1), labels)
        self.accuracy = self._share(tf.cast(right, tf.float32))
        self.loss = self._share(self.cross_entropy(labels, probabilities))
        return self.loss

    def _share(self, of_each_image: tf.Tensor) -> tf.Tensor:
        return tf.nn.compute_average_loss(
            of_each_image, global_batch_size=self.global_batch
        )


class Stopwatch:
    """An optimizer that measures how long its replica computed the gradients.

    It changes nothing else: the optimizer inside does the update.
    """

    def __init__(self, optimizer: tf.keras.optimizers.Optimizer) -> None:
        self.optimizer = optimizer

    def start(self, images: tf.Tensor) -> tf.Tensor:
        """Start the clock, and return the images."""
        with tf.control_dependencies([images]):
            self.begun = tf.timestamp()
        with tf.control_dependencies([self.begun]):
            return tf.identity(images)

    def apply(
        self, gradients: Sequence[tf.Tensor], variables: Sequence[tf.Variable]
    ) -> None:
        """Stop the clock, then add up over the replicas and update."""
        with tf.control_dependencies(gradients):
            self.seconds = tf.timestamp() - self.begun
        self.optimizer.apply(gradients, variables)

    def work(self, labels: tf.Tensor) -> tf.Tensor:
        """Return the number of images, and the seconds for their gradients."""
        images = tf.cast(tf.size(labels), tf.float64)
        return tf.stack([images, self.seconds])


def distributed_step(
    strategy: tf.distribute.Strategy,
    model: tf.keras.Model,
    optimizer: tf.keras.optimizers.Optimizer,
    batch: tuple[Any, Any],
    share_of_loss: Callable[[tf.Tensor], ScoredLoss] = ShareOfLoss,
) -> Callable[..., Any]:
    """Make the graph of one step on all replicas.

    It takes their images and labels, as `batch` specifies them, the size of
    the global batch, and a vote to stop. It returns the loss and the accuracy
    of the global batch, the sum of the votes, and for each replica the number
    of its images and the seconds that it computed. `share_of_loss` makes a
    replica's loss from the size of the global batch.
    """

    scalars = tf.TensorSpec([], tf.int32), tf.TensorSpec([], tf.float32)

    @tf.function(input_signature=[*batch, *scalars])
    def step(
        images: tf.Tensor,
        labels: tf.Tensor,
        global_batch: tf.Tensor,
        vote: tf.Tensor,
    ) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]:
        def replica(
            images: tf.Tensor, labels: tf.Tensor
        ) -> tuple[tf.Tensor, ...]:
            loss_fn = share_of_loss(global_batch)
            stopwatch = Stopwatch(optimizer)
            images = stopwatch.start(images)
            train_step(model, loss_fn, stopwatch, images, labels)
            work = stopwatch.work(labels)
            return *loss_fn.results(), tf.identity(vote), work

        *shares, work = strategy.run(replica, args=(images, labels))
        loss, accuracy, votes = (
            strategy.reduce("SUM", share, axis=None) for share in shares
        )
        return loss, accuracy, votes, work

    return step


def shares(
    batches: Batches, context: tf.distribute.InputContext
) -> tf.data.Dataset:
    """Return a dataset of the shares of each batch, for the replicas here.

    A share is a part of the batch. The sizes of two shares differ by one image
    at most.
    """
    replicas = context.num_replicas_in_sync
    mine = replicas // context.num_input_pipelines
    first = context.input_pipeline_id * mine

    def each_share() -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for epoch in batches.epochs:
            for batch in batches.of(epoch):
                images, labels = (np.array_split(x, replicas) for x in batch)
                for index in range(first, first + mine):
                    yield images[index], labels[index]

    return tf.data.Dataset.from_generator(
        each_share,
        output_signature=(
            tf.TensorSpec((None, *IMAGE_SHAPE), tf.float32),
            tf.TensorSpec([None], tf.int64),
        ),
    ).repeat()  # endless, so no process has to ask the others whether it ends


def check_shares(batches: Batches, replicas: int) -> None:
    """Raise ValueError unless each replica gets a share of each batch."""
    size = batches.batch_size
    if size % replicas:
        fitting = [
            n for n in (size - size % replicas, size + -size % replicas) if n
        ]
        raise ValueError(
            f"batch_size is {size}: it does not divide among {replicas} "
            f"replicas. Take {' or '.join(map(str, fitting))}."
        )
    last = min(batches.sizes(batches.epochs.stop))
    if last < replicas:
        raise ValueError(
            f"The last batch of an epoch has {last} of {len(batches.images)} "
            f"images, too few for {replicas} replicas. Choose another "
            "batch_size or limit."
        )


def local(strategy: tf.distribute.Strategy, values: Any) -> np.ndarray:
    """Return the values of this process's replicas, replicas as last axis."""
    held = strategy.experimental_local_results(values)
    return np.stack([value.numpy() for value in held], axis=-1)
