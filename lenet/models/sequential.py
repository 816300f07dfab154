"""LeNet as a stack of layers: the Sequential paradigm."""

import tensorflow as tf
from tensorflow.keras import layers


def lenet() -> tf.keras.Sequential:
    """List the layers in order; Keras connects each one to the next.

    Returns a model that takes (batch, 32, 32, 1) float32 images in [0, 1] and
    returns (batch, 10) float32 probabilities.

    https://www.tensorflow.org/guide/keras/sequential_model
    """
    return tf.keras.Sequential(
        [
            tf.keras.Input(shape=(32, 32, 1)),
            layers.Conv2D(6, (3, 3), activation="relu", name="conv2d_1"),
            layers.AveragePooling2D(2, name="average_pool_1"),
            layers.Conv2D(16, (3, 3), activation="relu", name="conv2d_2"),
            layers.AveragePooling2D(2, name="average_pool_2"),
            layers.Flatten(name="flatten"),
            layers.Dense(120, activation="relu", name="fc_1"),
            layers.Dense(84, activation="relu", name="fc_2"),
            layers.Dense(10, activation="softmax", name="out"),
        ],
        name="lenet",
    )
