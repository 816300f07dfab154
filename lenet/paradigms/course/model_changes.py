"""What changed for the course's model: pooling, input_shape and super."""

import numpy as np
import tensorflow as tf


def pooling_2019() -> tf.TensorShape:
    """Halve the feature maps without a word about the pool's size."""
    pool = tf.keras.layers.AveragePooling2D()
    return pool(tf.zeros((1, 30, 30, 6))).shape


def pooling_today() -> tf.TensorShape:
    """Halve the feature maps by pools of 2 x 2."""
    pool = tf.keras.layers.AveragePooling2D(pool_size=(2, 2))
    return pool(tf.zeros((1, 30, 30, 6))).shape


def max_pooling_today() -> tf.TensorShape:
    """Leave the size to the layer that still has one."""
    pool = tf.keras.layers.MaxPooling2D()
    return pool(tf.zeros((1, 30, 30, 6))).shape


def input_shape_2019() -> None:
    """Name the input shape in the first layer."""
    layers = [tf.keras.layers.Conv2D(6, (3, 3), input_shape=(32, 32, 1))]
    model = tf.keras.Sequential(layers)
    print("Shape of the kernel:", model.weights[0].shape)


def input_shape_today() -> None:
    """Name the input shape in the model."""
    images = tf.keras.Input(shape=(32, 32, 1))
    model = tf.keras.Sequential([images, tf.keras.layers.Conv2D(6, (3, 3))])
    print("Shape of the kernel:", model.weights[0].shape)


class ShapeInLayer(tf.keras.Model):
    """Name the input shape in a layer of a custom class."""

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
    """Leave the shape to the first call."""

    def __init__(self) -> None:
        super().__init__()
        self.conv2d_1 = tf.keras.layers.Conv2D(6, (3, 3))

    def call(self, images: tf.Tensor) -> tf.Tensor:
        """Use the layer; its kernel is made when this first runs."""
        return self.conv2d_1(images)


def input_shape_subclassed_today() -> None:
    """Make the variables by a call on a symbol, without any image."""
    model = ShapeInCall()
    print("Variables before the first call:", len(model.variables))
    model(tf.keras.Input(shape=(32, 32, 1)))
    print("Variables after it:", len(model.variables))


class NamedSuper(tf.keras.Model):
    """Name one's own class and self, as Python 2 wanted it."""

    def __init__(self) -> None:
        super(NamedSuper, self).__init__()
        self.out = tf.keras.layers.Dense(3, kernel_initializer="ones")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Add the inputs up, three times."""
        return self.out(inputs)


def super_2019() -> np.ndarray:
    """Make the model and call it on two ones."""
    return NamedSuper()(tf.ones((1, 2))).numpy()


class BareSuper(tf.keras.Model):
    """Leave it to Python to find the class."""

    def __init__(self) -> None:
        super().__init__()
        self.out = tf.keras.layers.Dense(3, kernel_initializer="ones")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Add the inputs up, three times."""
        return self.out(inputs)


def super_today() -> np.ndarray:
    """Make the model and call it on two ones."""
    return BareSuper()(tf.ones((1, 2))).numpy()


class NoSuper(tf.keras.Model):
    """Forget that the class above has something to set up."""

    def __init__(self) -> None:
        self.out = tf.keras.layers.Dense(3, kernel_initializer="ones")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Add the inputs up, three times."""
        return self.out(inputs)


def super_left_out() -> np.ndarray:
    """Make the model and call it on two ones."""
    return NoSuper()(tf.ones((1, 2))).numpy()
