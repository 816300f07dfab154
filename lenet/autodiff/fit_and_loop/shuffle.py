"""The call of `fit` as most programs have it: it shuffles."""

import tensorflow as tf

from lenet.autodiff.fit_and_loop.data import Data
from lenet.autodiff.fit_and_loop.ways import (
    EachStep,
    Loss,
    Record,
    compiled,
)


def shuffled_fit(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    data: Data,
    record: Record,
) -> None:
    """Run Keras's own loop as it runs by default."""
    compiled(model, loss_fn, optimizer)
    model.fit(
        data.images,
        data.labels,
        batch_size=data.batch_size,
        epochs=data.epochs,
        verbose=0,
        callbacks=[EachStep(record, data.steps)],
    )
