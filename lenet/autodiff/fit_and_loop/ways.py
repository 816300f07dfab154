"""Five ways to train on the same batches, in the same order.

Each takes a model with its first weights, and calls `record(model, loss,
accuracy)` after each step.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.autodiff.fit_and_loop.data import Data
from lenet.results.fit_and_loop import (
    EAGER_FIT,
    FIT,
    LOOP,
    ON_BATCH,
    OWN_STEP,
    WAYS,
)
from lenet.training.step import train_step

Loss = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]
Record = Callable[[tf.keras.Model, Any, Any], None]
Step = Callable[..., tf.Tensor]


class Scored:
    """A loss that counts the right predictions as well."""

    def __init__(self, loss_fn: Loss) -> None:
        self.loss_fn = loss_fn
        self.accuracy = tf.keras.metrics.SparseCategoricalAccuracy()

    def __call__(
        self, labels: tf.Tensor, probabilities: tf.Tensor
    ) -> tf.Tensor:
        """Return the loss of a batch."""
        loss = self.loss_fn(labels, probabilities)
        self.accuracy.update_state(labels, probabilities)
        return loss


def tape_loop(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    data: Data,
    record: Record,
    step: Step = train_step,
) -> None:
    """Call the training step on one batch after another.

    https://www.tensorflow.org/guide/keras/writing_a_training_loop_from_scratch
    """
    scored = Scored(loss_fn)
    for epoch in range(data.epochs):
        scored.accuracy.reset_state()
        for images, labels in data.batches(epoch):
            loss = step(model, scored, optimizer, images, labels)
            record(model, loss, scored.accuracy.result())


def fit(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    data: Data,
    record: Record,
) -> None:
    """Run Keras's own loop, whose step is a graph.

    https://www.tensorflow.org/guide/keras/training_with_built_in_methods
    """
    compiled(model, loss_fn, optimizer)
    model.fit(
        data.images,
        data.labels,
        batch_size=data.batch_size,
        epochs=data.epochs,
        shuffle=False,
        verbose=0,
        callbacks=[EachStep(record, data.steps)],
    )


def fit_eagerly(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    data: Data,
    record: Record,
) -> None:
    """Run Keras's own loop, one operation at a time."""
    compiled(model, loss_fn, optimizer, run_eagerly=True)
    model.fit(
        data.images,
        data.labels,
        batch_size=data.batch_size,
        epochs=data.epochs,
        shuffle=False,
        verbose=0,
        callbacks=[EachStep(record, data.steps)],
    )


def on_batch(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    data: Data,
    record: Record,
) -> None:
    """Call Keras's own step in a loop over the batches.

    https://www.tensorflow.org/api_docs/python/tf/keras/Model#train_on_batch
    """
    compiled(model, loss_fn, optimizer)
    accuracy = tf.keras.metrics.Mean()  # Keras has that of each batch alone
    for epoch in range(data.epochs):
        accuracy.reset_state()
        for images, labels in data.batches(epoch):
            logs = model.train_on_batch(images, labels, return_dict=True)
            accuracy.update_state(logs["accuracy"], len(labels))
            record(model, logs["loss"], accuracy.result())


def own_step(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    data: Data,
    record: Record,
) -> None:
    """Run Keras's own loop with a `train_step` of this project.

    https://www.tensorflow.org/guide/keras/customizing_what_happens_in_fit
    """
    stepping = OwnStep(model)
    stepping.compile(optimizer, loss_fn, jit_compile=False)
    stepping.fit(
        data.images,
        data.labels,
        batch_size=data.batch_size,
        epochs=data.epochs,
        shuffle=False,
        verbose=0,
        callbacks=[EachStep(record, data.steps)],
    )


class OwnStep(tf.keras.Model):
    """A model around another one, which trains with this project's step."""

    def __init__(self, network: tf.keras.Model) -> None:
        super().__init__()
        self.network = network
        self.accuracy = tf.keras.metrics.SparseCategoricalAccuracy()

    def call(self, images: tf.Tensor, training: bool | None = None) -> Any:
        """Return the probabilities of the other model."""
        return self.network(images, training=training)

    def train_step(self, data: tuple[tf.Tensor, tf.Tensor]) -> dict[str, Any]:
        """Take one step on a batch; return its loss and the accuracy."""
        images, labels = data
        loss = train_step(self, self.scored, self.optimizer, images, labels)
        return {"loss": loss, "accuracy": self.accuracy.result()}

    def scored(self, labels: tf.Tensor, probabilities: tf.Tensor) -> tf.Tensor:
        """Return the loss, with those of regularisers; count what is right."""
        self.accuracy.update_state(labels, probabilities)
        return self.compute_loss(y=labels, y_pred=probabilities)


class EachStep(tf.keras.callbacks.Callback):
    """Record the loss and the accuracy after each step of `fit`."""

    def __init__(self, record: Record, steps: int) -> None:
        super().__init__()
        self.record, self.left = record, steps

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Make Keras report the loss of this batch."""
        forget_loss(self.model)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Record what Keras reports; stop after the last step."""
        self.record(self.model, logs["loss"], logs["accuracy"])
        self.left -= 1
        if not self.left:
            self.model.stop_training = True


def forget_loss(model: tf.keras.Model) -> None:
    """Begin the mean loss anew: Keras reports it over the epoch so far."""
    for metric in model.metrics:
        if metric.name == "loss":
            metric.reset_state()


def compiled(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    run_eagerly: bool = False,
) -> None:
    """Compile a model; without XLA, whose kernels add in another order."""
    model.compile(
        optimizer,
        loss_fn,
        metrics=[tf.keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
        run_eagerly=run_eagerly,
        jit_compile=False,
    )


def flat_weights(model: tf.keras.Model) -> np.ndarray:
    """Return all trainable weights as one float32 array."""
    arrays = [variable.numpy() for variable in model.trainable_variables]
    return np.concatenate([array.ravel() for array in arrays])


FUNCTIONS: dict[str, Callable[..., None]] = {
    LOOP: tape_loop,
    FIT: fit,
    EAGER_FIT: fit_eagerly,
    ON_BATCH: on_batch,
    OWN_STEP: own_step,
}
assert tuple(FUNCTIONS) == WAYS
