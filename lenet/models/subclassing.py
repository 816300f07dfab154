"""LeNet as a custom class: the Subclassing paradigm."""

import tensorflow as tf


class LeNet(tf.keras.Model):
    """Make the layers in `__init__`, use them in `call`: plain Python.

    Takes (batch, 32, 32, 1) float32 images in [0, 1] and returns (batch, 10)
    float32 probabilities.

    https://www.tensorflow.org/guide/keras/making_new_layers_and_models_via_subclassing
    """

    def __init__(self):
        super().__init__(name="lenet")
        self.conv2d_1 = tf.keras.layers.Conv2D(
            filters=6, kernel_size=(3, 3), activation="relu", name="conv2d_1"
        )
        self.average_pool = tf.keras.layers.AveragePooling2D(
            pool_size=2, name="average_pool"
        )
        self.conv2d_2 = tf.keras.layers.Conv2D(
            filters=16, kernel_size=(3, 3), activation="relu", name="conv2d_2"
        )
        self.flatten = tf.keras.layers.Flatten(name="flatten")
        self.fc_1 = tf.keras.layers.Dense(120, activation="relu", name="fc_1")
        self.fc_2 = tf.keras.layers.Dense(84, activation="relu", name="fc_2")
        self.out = tf.keras.layers.Dense(10, activation="softmax", name="out")

    def call(self, images):
        """Run the forward pass; comments show the shapes."""
        x = self.conv2d_1(images)  # (batch, 30, 30, 6)
        x = self.average_pool(x)  # (batch, 15, 15, 6)
        x = self.conv2d_2(x)  # (batch, 13, 13, 16)
        x = self.average_pool(x)  # (batch, 6, 6, 16)
        x = self.flatten(x)  # (batch, 576)
        x = self.fc_2(self.fc_1(x))  # (batch, 84)
        return self.out(x)  # (batch, 10)


def lenet() -> LeNet:
    """Make a LeNet; its first call, on a symbolic tensor, makes the weights."""
    model = LeNet()
    model(tf.keras.Input(shape=(32, 32, 1)))
    return model
