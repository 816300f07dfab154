"""Custom layers: subclasses of tf.keras.layers.Layer.

On a CPU they compute what Keras's layers compute, bit for bit. bias_add sums
the gradient of a bias in the same order as Keras (`+` rounds differently). The
pixels of a window are added row by row, as TensorFlow's pooling adds them.
"""

import tensorflow as tf
from tensorflow.keras.layers import InputSpec


@tf.keras.utils.register_keras_serializable(package="lenet")
class OwnDense(tf.keras.layers.Layer):
    """Compute a weighted sum of all inputs for each unit: (batch, units).

    https://www.tensorflow.org/guide/keras/making_new_layers_and_models_via_subclassing
    """

    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = _whole("units", units)
        self.activation = tf.keras.activations.get(activation)

    def build(self, input_shape):
        """Make the weights: the first call shows the number of inputs."""
        inputs = input_shape[-1]
        self.kernel = self.add_weight((inputs, self.units), name="kernel")
        self.bias = self.add_weight((self.units,), "zeros", name="bias")
        self.input_spec = InputSpec(axes={-1: inputs})  # from now on

    def call(self, inputs):
        """Take (batch, inputs) float32; a tape computes the gradients."""
        return self.activation(tf.nn.bias_add(inputs @ self.kernel, self.bias))

    def compute_output_shape(self, input_shape):
        """Return the output shape, so that Keras need not run the layer."""
        return (*input_shape[:-1], self.units)

    def get_config(self):
        """Return what `__init__` needs to make this layer again."""
        name = tf.keras.activations.serialize(self.activation)
        return super().get_config() | {"units": self.units, "activation": name}


@tf.keras.utils.register_keras_serializable(package="lenet")
class OwnAveragePooling2D(tf.keras.layers.Layer):
    """Replace each window of size x size pixels by its mean; no weights.

    https://www.tensorflow.org/guide/keras/making_new_layers_and_models_via_subclassing
    """

    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.size = _whole("size", size)

    def call(self, images):
        """Add one pixel of every window at a time; crop incomplete windows."""
        _, rows, columns, _ = self.compute_output_shape(images.shape)
        bottom, right = rows * self.size, columns * self.size
        pixels = [
            images[:, y : bottom : self.size, x : right : self.size]
            for y in range(self.size)
            for x in range(self.size)
        ]  # each (batch, rows, columns, channels)
        return sum(pixels) / self.size**2

    def compute_output_shape(self, input_shape):
        """Return the output shape: 30 rows become 15, and 13 become 6."""
        batch, rows, columns, channels = input_shape
        return batch, rows // self.size, columns // self.size, channels

    def get_config(self):
        """Return what `__init__` needs to make this layer again."""
        return super().get_config() | {"size": self.size}


def _whole(name, value):
    if not isinstance(value, int) or value < 1:
        raise ValueError(
            f"{name} is {value!r}; it must be a whole number, 1 or more."
        )
    return value
