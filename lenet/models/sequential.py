"""LeNet as a stack of layers: the Sequential paradigm."""

import tensorflow as tf


def lenet() -> tf.keras.Sequential:
    """List the layers in order; Keras connects each one to the next.

    Returns a model that takes (batch, 32, 32, 1) float32 images in [0, 1] and
    gives (batch, 10) float32 probabilities.

    https://www.tensorflow.org/guide/keras/sequential_model
    """
    return tf.keras.Sequential(
        [
            tf.keras.Input(shape=(32, 32, 1)),
            tf.keras.layers.Conv2D(6, (3, 3), activation="relu", name="conv2d_1"),
            tf.keras.layers.AveragePooling2D(2, name="average_pool_1"),
            tf.keras.layers.Conv2D(16, (3, 3), activation="relu", name="conv2d_2"),
            tf.keras.layers.AveragePooling2D(2, name="average_pool_2"),
            tf.keras.layers.Flatten(name="flatten"),
            tf.keras.layers.Dense(120, activation="relu", name="fc_1"),
            tf.keras.layers.Dense(84, activation="relu", name="fc_2"),
            tf.keras.layers.Dense(10, activation="softmax", name="out"),
        ],
        name="lenet",
    )
