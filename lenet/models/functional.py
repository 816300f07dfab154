"""LeNet as a graph of tensors: the Functional paradigm."""

import tensorflow as tf
from tensorflow.keras import layers


def lenet() -> tf.keras.Model:
    """Call each layer on a symbolic tensor; Keras records the graph.

    Returns a model that takes (batch, 32, 32, 1) float32 images in [0, 1] and
    returns (batch, 10) float32 probabilities.

    https://www.tensorflow.org/guide/keras/functional_api
    """
    average_pool = layers.AveragePooling2D(2, name="average_pool")

    images = tf.keras.Input(shape=(32, 32, 1))
    x = layers.Conv2D(6, (3, 3), activation="relu", name="conv2d_1")(images)
    x = average_pool(x)
    x = layers.Conv2D(16, (3, 3), activation="relu", name="conv2d_2")(x)
    x = average_pool(x)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(120, activation="relu", name="fc_1")(x)
    x = layers.Dense(84, activation="relu", name="fc_2")(x)
    digits = layers.Dense(10, activation="softmax", name="out")(x)

    return tf.keras.Model(inputs=images, outputs=digits, name="lenet")
