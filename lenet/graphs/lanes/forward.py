"""LeNet's forward pass, and how each lane runs it twice."""

from typing import Any

import numpy as np
import tensorflow as tf

from lenet.graphs.lanes.weights import Weights, load
from lenet.models import Build


def forward(
    model: tf.keras.Model, images: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the digits (n,) int64, and the probabilities (n, 10) float32.

    https://www.tensorflow.org/guide/keras/functional_api
    """
    probabilities = model(images, training=False)
    digits = tf.argmax(probabilities, axis=1)
    return digits, probabilities


def forward_in_session(
    build: Build,
    weights: Weights,
    one: np.ndarray,
    two: np.ndarray,
) -> Any:
    """Build LeNet's graph once, then run it twice; (1, 32, 32, 1) images.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/placeholder
    """
    with tf.Graph().as_default():
        images = tf.compat.v1.placeholder(tf.float32, one.shape)
        model = build()
        outputs = forward(model, images)
        with tf.compat.v1.Session() as session:
            load(model, weights, session)
            first = session.run(outputs, {images: one})
            second = session.run(outputs, {images: two})
    return first, second


def forward_eager(
    build: Build,
    weights: Weights,
    one: np.ndarray,
    two: np.ndarray,
) -> Any:
    """Call the forward pass twice, on one image each, (1, 32, 32, 1) float32.

    https://www.tensorflow.org/guide/basics
    """
    model = build()
    model.set_weights(weights)
    first = forward(model, one)
    second = forward(model, two)
    return first, second


def forward_in_function(
    build: Build,
    weights: Weights,
    one: np.ndarray,
    two: np.ndarray,
) -> Any:
    """Trace the forward pass in the first call, and run its graph in both.

    https://www.tensorflow.org/guide/function
    """
    model = build()
    model.set_weights(weights)
    traced = tf.function(forward, autograph=False)  # no `if` to convert
    first = traced(model, one)
    second = traced(model, two)
    return first, second
