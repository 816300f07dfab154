"""What changed for the course's model: pooling, input_shape and super."""

import numpy as np
import tensorflow as tf


def pooling_2019() -> tf.TensorShape:
    """Halve the feature maps without naming a pool size."""
    pool = tf.keras.layers.AveragePooling2D()
    return pool(tf.zeros((1, 30, 30, 6))).shape


def pooling_today() -> tf.TensorShape:
    """Halve the feature maps with pools of 2 x 2."""
    pool = tf.keras.layers.AveragePooling2D(pool_size=(2, 2))
    return pool(tf.zeros((1, 30, 30, 6))).shape


def max_pooling_today() -> tf.TensorShape:
    """Use the layer that still has a default pool size."""
    pool = tf.keras.layers.MaxPooling2D()
    return pool(tf.zeros((1, 30, 30, 6))).shape


def input_shape_2019() -> None:
    """Pass the input shape to the first layer."""
    layers = [tf.keras.layers.Conv2D(6, (3, 3), input_shape=(32, 32, 1))]
    model = tf.keras.Sequential(layers)
    print("Shape of the kernel:", model.weights[0].shape)


def input_shape_today() -> None:
    """Pass the input shape to the model, as an Input."""
    images = tf.keras.Input(shape=(32, 32, 1))
    model = tf.keras.Sequential([images, tf.keras.layers.Conv2D(6, (3, 3))])
    print("Shape of the kernel:", model.weights[0].shape)


class ShapeInLayer(tf.keras.Model):
    """Pass the input shape to a layer of a subclass."""

    def __init__(self) -> None:
        super().__init__()
        self.conv2d_1 = tf.keras.layers.Conv2D(
            6, (3, 3), input_shape=(32, 32, 1)
        )

    def call(self, images: tf.Tensor) -> tf.Tensor:
        """Use the layer; its kernel is made when this first runs."""
        return self.conv2d_1(images)


def input_shape_subclassed_2019() -> None:
    """Count the variables before and after the first call."""
    model = ShapeInLayer()
    print("Variables before the first call:", len(model.variables))
    model(tf.zeros((1, 32, 32, 1)))
    print("Variables after it:", len(model.variables))


class ShapeInCall(tf.keras.Model):
    """Name no shape: the first call has one."""

    def __init__(self) -> None:
        super().__init__()
        self.conv2d_1 = tf.keras.layers.Conv2D(6, (3, 3))

    def call(self, images: tf.Tensor) -> tf.Tensor:
        """Use the layer; its kernel is made when this first runs."""
        return self.conv2d_1(images)


def input_shape_subclassed_today() -> None:
    """Make the variables by a call on a symbolic tensor, without any image."""
    model = ShapeInCall()
    print("Variables before the first call:", len(model.variables))
    model(tf.keras.Input(shape=(32, 32, 1)))
    print("Variables after it:", len(model.variables))


class NamedSuper(tf.keras.Model):
    """Name the class and self in super, as Python 2 required."""

    def __init__(self) -> None:
        super(NamedSuper, self).__init__()
        self.out = tf.keras.layers.Dense(3, kernel_initializer="ones")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the sum of the inputs, three times."""
        return self.out(inputs)


def super_2019() -> np.ndarray:
    """Make the model and call it on two ones."""
    return NamedSuper()(tf.ones((1, 2))).numpy()


class BareSuper(tf.keras.Model):
    """Call super without arguments: Python finds the class."""

    def __init__(self) -> None:
        super().__init__()
        self.out = tf.keras.layers.Dense(3, kernel_initializer="ones")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the sum of the inputs, three times."""
        return self.out(inputs)


def super_today() -> np.ndarray:
    """Make the model and call it on two ones."""
    return BareSuper()(tf.ones((1, 2))).numpy()


class NoSuper(tf.keras.Model):
    """Do not call the `__init__` of tf.keras.Model."""

    def __init__(self) -> None:
        self.out = tf.keras.layers.Dense(3, kernel_initializer="ones")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the sum of the inputs, three times."""
        return self.out(inputs)


def super_left_out() -> np.ndarray:
    """Make the model and call it on two ones."""
    return NoSuper()(tf.ones((1, 2))).numpy()
