"""One LeNet, written three times: Sequential, Functional, Subclassing."""

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
import tensorflow as tf

import lenet.start.keras_defaults  # noqa: F401
from lenet.models import functional, sequential, subclassing
from lenet.settings import IMAGE_SHAPE, PARADIGM_NAMES

# Weights and biases of each layer: 6@3x3x1, 16@3x3x6, 576x120, 120x84, 84x10.
WEIGHT_COUNTS = {
    "conv2d_1": 60,
    "conv2d_2": 880,
    "fc_1": 69_240,
    "fc_2": 10_164,
    "out": 850,
}


# What builds each LeNet, with weights of its own: also in a graph.
Build = Callable[[], tf.keras.Model]
BUILDS: dict[str, Build] = {
    "Sequential": sequential.lenet,
    "Functional": functional.lenet,
    "Subclassing": subclassing.lenet,
}


def initialise(model: tf.keras.Model, seed: int) -> None:
    """Draw new weights for a built LeNet, the same ones in every paradigm.

    Kernels are Glorot uniform and biases zero, as in Keras. The draw depends
    on `seed` alone, not on any state of the process. Raises
    ValueError for a model that has no weights yet.

    Glorot and Bengio (2010), https://proceedings.mlr.press/v9/glorot10a.html
    """
    if not model.built:
        raise ValueError(
            "initialise needs a model that has weights. This one is not "
            f"built yet: call it once, on images of shape (1, *{IMAGE_SHAPE})."
        )
    shapes = [weight.shape for weight in model.weights]
    model.set_weights(first_weights(shapes, seed))


def first_weights(
    shapes: Iterable[tuple[int, ...]], seed: int
) -> list[np.ndarray]:
    """Return new float32 weights of these shapes, in Keras's order."""
    random = np.random.default_rng(seed)
    return [_draw(shape, random) for shape in shapes]


def _draw(shape: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    if len(shape) == 1:
        return np.zeros(shape, np.float32)
    *window, inputs, outputs = shape
    limit = np.sqrt(6 / (np.prod(window) * (inputs + outputs)))
    return random.uniform(-limit, limit, shape).astype(np.float32)


def _seeded(build: Build, seed: int = 0) -> tf.keras.Model:
    model = build()
    initialise(model, seed)
    assert model.count_params() == sum(WEIGHT_COUNTS.values()) == 81_194
    return model


# Each builder returns a model with the same weights, those of seed 0. For other
# weights, pass another seed: PARADIGMS["Sequential"](seed=7).
PARADIGMS: dict[str, Callable[..., tf.keras.Model]] = {
    paradigm: partial(_seeded, build) for paradigm, build in BUILDS.items()
}
assert tuple(PARADIGMS) == PARADIGM_NAMES
