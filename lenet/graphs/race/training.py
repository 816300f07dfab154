"""The same training step, run in five ways.

Each function returns a lane. All use plain SGD, so all lanes end with equal
weights, but for rounding.
"""

from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from lenet.graphs.race.lanes import IMAGES, Lane, Stopwatch, batches
from lenet.models import Build
from lenet.training.step import train_step

LEARNING_RATE = 0.01
LABELS = tf.TensorSpec([None], tf.int64)


def session(build: Build, weights: Sequence[np.ndarray]) -> Lane:
    """Build the step as a TF1 graph, and feed it one batch after another.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session
    """
    graph = tf.Graph()
    with graph.as_default(), tf.device("CPU:0"):
        images = tf.compat.v1.placeholder(tf.float32, [None, 32, 32, 1])
        labels = tf.compat.v1.placeholder(tf.int64, [None])
        model = build()
        loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
        optimizer = tf.keras.optimizers.SGD(LEARNING_RATE)
        optimizer.build(model.trainable_variables)
        built = len(graph.get_operations())
        loss = train_step(model, loss_fn, optimizer, images, labels)
        # A fetch of the loss alone would update no weight.
        step = graph.get_operations()[built:]
        updates = [node for node in step if node.type.startswith("Assign")]
        initialise = tf.compat.v1.global_variables_initializer()
        variables = [variable.value for variable in model.weights]
        first = [variable.initial_value for variable in variables]
    connection = tf.compat.v1.Session(graph=graph)
    connection.run(initialise, dict(zip(first, weights, strict=True)))

    def run(all_images: np.ndarray, all_labels: np.ndarray, size: int) -> None:
        for some, their in batches(all_images, all_labels, size):
            connection.run([loss, updates], {images: some, labels: their})

    return Lane(run, lambda: connection.run(variables))


def eager(build: Build, weights: Sequence[np.ndarray]) -> Lane:
    """Call train_step on one batch after another: each line runs at once.

    https://www.tensorflow.org/guide/eager
    """
    model, loss_fn, optimizer = prepare(build, weights)

    def run(all_images: np.ndarray, all_labels: np.ndarray, size: int) -> None:
        for images, labels in batches(all_images, all_labels, size):
            loss = train_step(model, loss_fn, optimizer, images, labels)
        loss.numpy()  # waits for the last one

    return Lane(run, model.get_weights)


def function(build: Build, weights: Sequence[np.ndarray]) -> Lane:
    """Trace train_step once, and call its graph for one batch after another.

    https://www.tensorflow.org/guide/function
    """
    model, loss_fn, optimizer = prepare(build, weights)

    @tf.function(input_signature=[IMAGES, LABELS])
    def traced_step(images: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        return train_step(model, loss_fn, optimizer, images, labels)

    def run(all_images: np.ndarray, all_labels: np.ndarray, size: int) -> None:
        for images, labels in batches(all_images, all_labels, size):
            loss = traced_step(images, labels)
        loss.numpy()  # waits for the last one

    return Lane(run, model.get_weights)


def epoch(build: Build, weights: Sequence[np.ndarray]) -> Lane:
    """Trace the loop over the batches too: Python makes a single call.

    AutoGraph turns `for ... in tf.range` into a loop of the graph.

    https://www.tensorflow.org/guide/function#loops
    """
    model, loss_fn, optimizer = prepare(build, weights)

    @tf.function(input_signature=[IMAGES, LABELS, tf.TensorSpec([], tf.int32)])
    def traced_epoch(
        images: tf.Tensor, labels: tf.Tensor, size: tf.Tensor
    ) -> tf.Tensor:
        loss = 0.0
        for first in tf.range(0, tf.shape(images)[0], size):
            loss = train_step(
                model,
                loss_fn,
                optimizer,
                images[first : first + size],
                labels[first : first + size],
            )
        return loss

    def run(images: np.ndarray, labels: np.ndarray, size: int) -> None:
        traced_epoch(images, labels, size).numpy()

    return Lane(run, model.get_weights)


def fit(build: Build, weights: Sequence[np.ndarray]) -> Lane:
    """Run Keras's own loop, without metrics and without shuffling.

    The stopwatch measures its epoch, and not what it does before. Keras would
    use XLA on a machine with a GPU; no other lane does.

    https://www.tensorflow.org/guide/keras/training_with_built_in_methods
    """
    model, loss_fn, optimizer = prepare(build, weights)
    model.compile(optimizer=optimizer, loss=loss_fn, jit_compile=False)
    stopwatch = Stopwatch()

    def run(images: np.ndarray, labels: np.ndarray, size: int) -> None:
        model.fit(
            images,
            labels,
            batch_size=size,
            shuffle=False,
            callbacks=[stopwatch],
            verbose=0,
        )

    return Lane(run, model.get_weights, stopwatch)


def prepare(
    build: Build, weights: Sequence[np.ndarray]
) -> tuple[tf.keras.Model, tf.keras.losses.Loss, tf.keras.optimizers.Optimizer]:
    """Return a model with these weights, its loss and its optimizer."""
    model = build()
    model.set_weights(weights)
    optimizer = tf.keras.optimizers.SGD(LEARNING_RATE)
    optimizer.build(model.trainable_variables)
    return (
        model,
        tf.keras.losses.SparseCategoricalCrossentropy(),
        optimizer,
    )
