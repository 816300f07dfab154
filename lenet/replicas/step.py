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

    It divides by the images of all replicas, not by its own: so the shares add
    up to the mean over the global batch, and so do their gradients, which is
    what an optimizer adds up over the replicas.

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
        """Take this replica's labels and answers; return its scalar share."""
        # Under mixed precision they come in bfloat16, which has three digits.
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
    """An optimizer that notes how long the gradients took that it is given."""

    def __init__(self, optimizer: tf.keras.optimizers.Optimizer) -> None:
        self.optimizer = optimizer

    def start(self, images: tf.Tensor) -> tf.Tensor:
        """Note the time; the images are given on after that."""
        with tf.control_dependencies([images]):
            self.begun = tf.timestamp()
        with tf.control_dependencies([self.begun]):
            return tf.identity(images)

    def apply(
        self, gradients: Sequence[tf.Tensor], variables: Sequence[tf.Variable]
    ) -> None:
        """Note the time; then add up over the replicas, and update."""
        with tf.control_dependencies(gradients):
            self.seconds = tf.timestamp() - self.begun
        self.optimizer.apply(gradients, variables)


def distributed_step(
    strategy: tf.distribute.Strategy,
    model: tf.keras.Model,
    optimizer: tf.keras.optimizers.Optimizer,
    batch: tuple[Any, Any],
    share_of_loss: Callable[[tf.Tensor], ScoredLoss] = ShareOfLoss,
) -> Callable[..., Any]:
    """Make the graph of one step on all replicas.

    It takes their images and labels, as `batch` specifies them, the size of
    the global batch and a vote to stop. It gives loss and accuracy of the
    global batch, the sum of the votes, and for each replica its images and the
    seconds it took for them. `share_of_loss` makes each replica's loss of the
    size of the global batch.
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
            train_step(
                model, loss_fn, stopwatch, stopwatch.start(images), labels
            )
            work = tf.stack(
                [tf.cast(tf.size(labels), tf.float64), stopwatch.seconds]
            )
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
    """Return a dataset of this process's replicas' shares of each batch.

    A share is a slice of the batch; slices differ by one image at most.
    """
    replicas = context.num_replicas_in_sync
    mine = replicas // context.num_input_pipelines
    first = context.input_pipeline_id * mine

    def slices() -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for epoch in batches.epochs:
            for batch in batches.of(epoch):
                images, labels = (np.array_split(x, replicas) for x in batch)
                for index in range(first, first + mine):
                    yield images[index], labels[index]

    return tf.data.Dataset.from_generator(
        slices,
        output_signature=(
            tf.TensorSpec((None, *IMAGE_SHAPE), tf.float32),
            tf.TensorSpec([None], tf.int64),
        ),
    ).repeat()  # without an end, no process has to ask the others for one


def check_shares(batches: Batches, replicas: int) -> None:
    """Raise ValueError unless each replica gets its share of each batch."""
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
            f"images, too few for {replicas} replicas: take another batch_size "
            "or limit."
        )


def local(strategy: tf.distribute.Strategy, values: Any) -> np.ndarray:
    """Stack what the replicas of this process hold, the replicas last."""
    held = strategy.experimental_local_results(values)
    return np.stack([value.numpy() for value in held], axis=-1)
