"""The same forward pass, run in four ways.

Each function returns a lane, whose `run` returns the (n, 10) float32
probabilities of all images.
"""

from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from lenet.graphs.race.lanes import IMAGES, Lane, batches
from lenet.models import Build


def session(build: Build, weights: Sequence[np.ndarray]) -> Lane:
    """Build the forward pass as a TF1 graph, and feed it batch after batch.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session
    """
    graph = tf.Graph()
    with graph.as_default(), tf.device("CPU:0"):
        images = tf.compat.v1.placeholder(tf.float32, [None, 32, 32, 1])
        model = build()
        probabilities = model(images, training=False)
        initialise = tf.compat.v1.global_variables_initializer()
        variables = [variable.value for variable in model.weights]
        first = [variable.initial_value for variable in variables]
    connection = tf.compat.v1.Session(graph=graph)
    connection.run(initialise, dict(zip(first, weights, strict=True)))

    def run(
        all_images: np.ndarray, labels: np.ndarray, size: int
    ) -> np.ndarray:
        return np.concatenate(
            [
                connection.run(probabilities, {images: some})
                for some, _ in batches(all_images, labels, size)
            ]
        )

    return Lane(run, lambda: connection.run(variables))


def eager(build: Build, weights: Sequence[np.ndarray]) -> Lane:
    """Call the model on one batch after another: each line runs at once.

    https://www.tensorflow.org/guide/eager
    """
    model = build()
    model.set_weights(weights)

    def run(
        all_images: np.ndarray, labels: np.ndarray, size: int
    ) -> np.ndarray:
        return np.concatenate(
            [
                model(images, training=False).numpy()
                for images, _ in batches(all_images, labels, size)
            ]
        )

    return Lane(run, model.get_weights)


def function(build: Build, weights: Sequence[np.ndarray]) -> Lane:
    """Trace the model once, and call its graph for one batch after another.

    https://www.tensorflow.org/guide/function
    """
    model = build()
    model.set_weights(weights)

    @tf.function(input_signature=[IMAGES])
    def traced_model(images: tf.Tensor) -> tf.Tensor:
        return model(images, training=False)

    def run(
        all_images: np.ndarray, labels: np.ndarray, size: int
    ) -> np.ndarray:
        return np.concatenate(
            [
                traced_model(images).numpy()
                for images, _ in batches(all_images, labels, size)
            ]
        )

    return Lane(run, model.get_weights)


def on_batch(build: Build, weights: Sequence[np.ndarray]) -> Lane:
    """Call Keras's method for one batch, which traces the model as well.

    Keras would use XLA on a machine with a GPU; no other lane does.

    https://keras.io/api/models/model_training_apis/#predict_on_batch-method
    """
    model = build()
    model.set_weights(weights)
    model.jit_compile = False

    def run(
        all_images: np.ndarray, labels: np.ndarray, size: int
    ) -> np.ndarray:
        return np.concatenate(
            [
                model.predict_on_batch(images)
                for images, _ in batches(all_images, labels, size)
            ]
        )

    return Lane(run, model.get_weights)
