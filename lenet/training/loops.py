"""One training step, and three ways to run it over all batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import tensorflow as tf

from lenet.settings import LOOP_NAMES
from lenet.training.step import train_step

if TYPE_CHECKING:
    from lenet.training.run import Run

Loop = Callable[["Run"], None]


def graph(run: Run) -> None:
    """Trace a whole epoch once; TensorFlow then runs it without Python.

    After each batch it calls Python only to report, and to ask whether to stop.

    https://www.tensorflow.org/guide/function
    """
    model, optimizer = run.model, run.optimizer
    loss_fn, batch_size = run.loss_fn, run.batches.batch_size
    images = tf.constant(run.batches.images)
    labels = tf.constant(run.batches.labels)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.int64)])
    def run_epoch(order: tf.Tensor) -> None:
        for first in tf.range(0, tf.size(order), batch_size):
            batch = order[first : first + batch_size]
            train_step(
                model,
                loss_fn,
                optimizer,
                tf.gather(images, batch),
                tf.gather(labels, batch),
            )
            if tf.numpy_function(run.after_batch, loss_fn.results(), tf.bool):
                break

    traced_epoch = run_epoch.get_concrete_function()
    for epoch in run.epochs():
        traced_epoch(tf.constant(run.batches.order(epoch)))


def fit(run: Run) -> None:
    """Run Keras's own loop: compile, then fit.

    The batches come from a dataset, so that all loops have the same ones. An
    epoch that was begun before is a separate, shorter fit.

    https://www.tensorflow.org/guide/keras/training_with_built_in_methods
    """
    model, digits = run.model, run.digits
    model.compile(
        optimizer=run.optimizer,
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    for epochs, steps in run.spans():
        model.fit(
            run.dataset(epochs),
            initial_epoch=epochs.start,
            epochs=epochs.stop,
            steps_per_epoch=steps,
            validation_data=(digits.test_images, digits.test_labels),
            validation_batch_size=run.validation_batch_size,
            shuffle=False,
            callbacks=run.callbacks,
            verbose=0,
        )


def eager(run: Run) -> None:
    """Call train_step on one batch after another: plain Python.

    Each operation runs when Python reaches its line, so print and a debugger
    work anywhere. Python's own time is added to every batch.

    https://www.tensorflow.org/guide/eager
    """
    for epoch in run.epochs():
        for images, labels in run.batches.of(epoch):
            train_step(
                run.model,
                run.loss_fn,
                run.optimizer,
                images,
                labels,
            )
            if run.after_batch(*run.loss_fn.results()):
                break


# A loop has its function's name: the app shows the function by that name.
LOOPS: dict[str, Loop] = {loop.__name__: loop for loop in (graph, fit, eager)}
assert tuple(LOOPS) == LOOP_NAMES
