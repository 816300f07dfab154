"""One training step, and how each lane runs it.

The step is the project's own, `lenet.training.step.train_step`.
"""

from typing import Any

import numpy as np
import tensorflow as tf

from lenet.graphs.lanes.weights import Weights, fetch, load
from lenet.models import Build
from lenet.training.step import train_step

RATE = 0.1  # the learning rate


def step_in_session(
    build: Build, weights: Weights, x: np.ndarray, y: np.ndarray
) -> Any:
    """Build the step's graph once; return the losses and the new weights.

    A Session runs only what is fetched, and the loss needs no update.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session#run
    """
    with tf.Graph().as_default() as graph:
        images = tf.compat.v1.placeholder(tf.float32, x.shape)
        labels = tf.compat.v1.placeholder(tf.int64, y.shape)
        model = build()
        loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
        optimizer = tf.keras.optimizers.SGD(RATE)
        loss = train_step(model, loss_fn, optimizer, images, labels)
        updates = updates_in(graph)
        with tf.compat.v1.Session() as session:
            load(model, weights, session)
            feed = {images: x, labels: y}
            first = session.run(loss, feed)  # moves no weight
            second, _ = session.run([loss, updates], feed)  # moves them
            third = session.run(loss, feed)  # shows that they moved
            moved = fetch(model, session)
    return [first, second, third], moved


def updates_in(graph: tf.Graph) -> list[tf.Operation]:
    """Return the nodes that subtract from the weights, as SGD does.

    https://www.tensorflow.org/api_docs/python/tf/raw_ops/AssignSubVariableOp
    """
    kind = "AssignSubVariableOp"
    return [node for node in graph.get_operations() if node.type == kind]


def step_eager(
    build: Build, weights: Weights, x: np.ndarray, y: np.ndarray
) -> Any:
    """Take two steps on one batch; return the losses and the new weights.

    https://www.tensorflow.org/guide/keras/writing_a_training_loop_from_scratch
    """
    model = build()
    model.set_weights(weights)
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    optimizer = tf.keras.optimizers.SGD(RATE)
    first = train_step(model, loss_fn, optimizer, x, y)
    moved = model.get_weights()
    second = train_step(model, loss_fn, optimizer, x, y)
    return [first, second], moved


def step_in_function(
    build: Build, weights: Weights, x: np.ndarray, y: np.ndarray
) -> Any:
    """Trace the step in the first call; return losses and new weights.

    https://www.tensorflow.org/guide/function
    """
    model = build()
    model.set_weights(weights)
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    optimizer = tf.keras.optimizers.SGD(RATE)
    traced = tf.function(train_step, autograph=False)  # no `if` to convert
    first = traced(model, loss_fn, optimizer, x, y)
    moved = model.get_weights()
    second = traced(model, loss_fn, optimizer, x, y)
    return [first, second], moved
