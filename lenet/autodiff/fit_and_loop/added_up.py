"""Gradients that add up over the steps, as another framework's do."""

import tensorflow as tf

from lenet.autodiff.fit_and_loop.data import Data
from lenet.autodiff.fit_and_loop.ways import (
    Loss,
    Record,
    Scored,
)


def never_zeroed(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    data: Data,
    record: Record,
) -> None:
    """Train with sums of gradients that begin at zero once."""
    weights = model.trainable_variables
    scored = Scored(loss_fn)
    sums = [tf.zeros_like(weight) for weight in weights]
    for epoch in range(data.epochs):
        scored.accuracy.reset_state()
        for images, labels in data.batches(epoch):
            with tf.GradientTape() as tape:
                loss = scored(labels, model(images, training=True))
            gradients = tape.gradient(loss, weights)
            sums = [a + b for a, b in zip(sums, gradients, strict=True)]
            optimizer.apply(sums, weights)
            record(model, loss, scored.accuracy.result())


def zeroed_each_step(
    model: tf.keras.Model,
    loss_fn: Loss,
    optimizer: tf.keras.optimizers.Optimizer,
    data: Data,
    record: Record,
) -> None:
    """Train with sums of gradients that begin at zero in each step."""
    weights = model.trainable_variables
    scored = Scored(loss_fn)
    for epoch in range(data.epochs):
        scored.accuracy.reset_state()
        for images, labels in data.batches(epoch):
            sums = [tf.zeros_like(weight) for weight in weights]
            with tf.GradientTape() as tape:
                loss = scored(labels, model(images, training=True))
            gradients = tape.gradient(loss, weights)
            sums = [a + b for a, b in zip(sums, gradients, strict=True)]
            optimizer.apply(sums, weights)
            record(model, loss, scored.accuracy.result())
