"""Making a model's weights, and changing its layers afterwards."""
# mypy: allow-untyped-calls
# The class that it calls is written as in the course: without types.

import numpy as np
import tensorflow as tf

from lenet.models import functional, sequential, subclassing


def sequential_first_call(image: np.ndarray) -> dict[str, int]:
    """Count the variables of a Sequential model before and after a call."""
    model = sequential.lenet()
    before = len(model.variables)
    model(image)
    return {"variables before": before, "variables after": len(model.variables)}


def functional_first_call(image: np.ndarray) -> dict[str, int]:
    """Count the variables of a Functional model before and after a call."""
    model = functional.lenet()
    before = len(model.variables)
    model(image)
    return {"variables before": before, "variables after": len(model.variables)}


def subclassing_first_call(image: np.ndarray) -> dict[str, int]:
    """Count the variables of a subclass before and after a call."""
    model = subclassing.LeNet()
    before = len(model.variables)
    model(image)
    return {"variables before": before, "variables after": len(model.variables)}


def swap_the_head(
    model: tf.keras.Model, image: np.ndarray
) -> dict[str, tuple[int, ...]]:
    """Remove the layer for ten digits, and add one for two classes.

    https://www.tensorflow.org/guide/keras/sequential_model
    """
    before = model(image).shape
    model.pop()
    model.add(tf.keras.layers.Dense(2, activation="softmax"))
    return {"shape before": before, "shape after": model(image).shape}
