"""What a model knows about itself: its layers, its tensors, its graph."""

import numpy as np
import pydot
import tensorflow as tf


def summary(model: tf.keras.Model) -> None:
    """Print the layers, their output shapes and parameters."""
    model.summary(line_length=60)


def inputs(model: tf.keras.Model) -> dict[str, tuple[int | None, ...]]:
    """Return the shapes of a model's input and output tensors."""
    return {
        "inputs": model.inputs[0].shape,
        "outputs": model.outputs[0].shape,
    }


def intermediate_outputs(
    model: tf.keras.Model, image: np.ndarray
) -> dict[str, tuple[int, ...]]:
    """Make a model that ends at the second convolution.

    https://keras.io/getting_started/faq/
    """
    features = model.get_layer("conv2d_2").output
    extractor = tf.keras.Model(model.inputs[0], features)
    return {"feature maps": extractor(image).shape}


def plot_model(model: tf.keras.Model) -> pydot.Dot:
    """Return the graph that plot_model hands to Graphviz.

    https://keras.io/api/utils/model_plotting_utils/
    """
    return tf.keras.utils.model_to_dot(model, show_shapes=True, dpi=72)
