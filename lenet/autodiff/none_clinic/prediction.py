"""The prediction of a model with one layer."""

from typing import Any

import keras
import tensorflow as tf


def prediction() -> Any:
    """Return the gradient of a model's output for its kernel."""
    image = tf.constant([[0.25, 0.75]])
    layer = keras.layers.Dense(1, kernel_initializer="ones")
    model = keras.Sequential([layer])
    model.build(image.shape)
    with tf.GradientTape() as tape:
        score = model.predict(image, verbose=0)
        loss = tf.reduce_sum(score)
    return tape.gradient(loss, layer.kernel)


def prediction_fixed() -> Any:
    """Return the gradient of a model's output for its kernel."""
    image = tf.constant([[0.25, 0.75]])
    layer = keras.layers.Dense(1, kernel_initializer="ones")
    model = keras.Sequential([layer])
    model.build(image.shape)
    with tf.GradientTape() as tape:
        score = model(image)
        loss = tf.reduce_sum(score)
    return tape.gradient(loss, layer.kernel)
