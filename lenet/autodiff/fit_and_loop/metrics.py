"""A metric that goes on from one epoch to the next."""

import tensorflow as tf

from lenet.autodiff.fit_and_loop.data import Data
from lenet.autodiff.fit_and_loop.ways import (
    Loss,
    Record,
    Scored,
    Step,
)
from lenet.training.step import train_step


def never_reset(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    data: Data,
    record: Record,
    step: Step = train_step,
) -> None:
    """Train, and begin the accuracy once."""
    scored = Scored(loss_fn)
    for epoch in range(data.epochs):
        for images, labels in data.batches(epoch):
            loss = step(model, scored, optimizer, images, labels)
            record(model, loss, scored.accuracy.result())
