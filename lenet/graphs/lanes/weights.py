"""Put weights into a Session, and take them out of it."""

from collections.abc import Sequence

import numpy as np
import tensorflow as tf

Weights = Sequence[np.ndarray]


def load(
    model: tf.keras.Model,
    weights: Weights,
    session: tf.compat.v1.Session,
) -> None:
    """Initialise all variables of the graph, then load a model's weights.

    In a graph a variable has no value before a Session has initialised it. To
    load an array, the initializer runs again, and is fed with the array.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/global_variables_initializer
    """
    session.run(tf.compat.v1.global_variables_initializer())
    for variable, array in zip(model.weights, weights, strict=True):
        initializer = variable.value.initializer
        session.run(initializer, {initializer.inputs[1]: array})


def fetch(
    model: tf.keras.Model, session: tf.compat.v1.Session
) -> list[np.ndarray]:
    """Return a model's weights as arrays: their values are in the Session.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session#run
    """
    values: list[np.ndarray] = session.run(
        [variable.value for variable in model.weights]
    )
    return values
