"""A schedule of the learning rate, asked with the wrong count."""

import tensorflow as tf

from lenet.autodiff.fit_and_loop.data import Data
from lenet.autodiff.fit_and_loop.ways import (
    Loss,
    Record,
    Scored,
)
from lenet.results.fit_and_loop import DECAY, DECAY_STEPS, FIRST_RATE
from lenet.training.step import train_step

# Keras asks a schedule with the number of steps taken.
SCHEDULE = tf.keras.optimizers.schedules.ExponentialDecay(
    FIRST_RATE, DECAY_STEPS, DECAY
)


def by_epoch(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    data: Data,
    record: Record,
) -> None:
    """Train with the learning rate of the epoch's number."""
    scored, step = Scored(loss_fn), 0
    for epoch in range(data.epochs):
        scored.accuracy.reset_state()
        for images, labels in data.batches(epoch):
            optimizer.learning_rate = SCHEDULE(epoch)
            loss = train_step(model, scored, optimizer, images, labels)
            record(model, loss, scored.accuracy.result())
            step += 1


def by_step(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    data: Data,
    record: Record,
) -> None:
    """Train with the learning rate of the step's number."""
    scored, step = Scored(loss_fn), 0
    for epoch in range(data.epochs):
        scored.accuracy.reset_state()
        for images, labels in data.batches(epoch):
            optimizer.learning_rate = SCHEDULE(step)
            loss = train_step(model, scored, optimizer, images, labels)
            record(model, loss, scored.accuracy.result())
            step += 1
