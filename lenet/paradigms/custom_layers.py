"""Custom layers in all three paradigms, instead of Keras's layers."""

# mypy: allow-untyped-calls
# The layers are written as in the course: without types.

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from lenet.models import PARADIGMS, functional, sequential
from lenet.models.layers import OwnAveragePooling2D, OwnDense
from lenet.models.subclassing import LeNet
from lenet.paradigms.comparison import compare, copy_weights, first_batches
from lenet.results.observation import Observation
from lenet.results.paradigms import Comparison
from lenet.settings import IMAGE_SHAPE, PARADIGM_NAMES, one_of
from lenet.snippets.run import capture
from lenet.source import source


def swapped(layer: tf.keras.layers.Layer) -> tf.keras.layers.Layer:
    """Return the custom layer that computes the same, else a copy of `layer`.

    It has no weights yet; its model makes them.
    """
    if isinstance(layer, tf.keras.layers.Dense):
        return OwnDense(layer.units, layer.activation, name=layer.name)
    if isinstance(layer, tf.keras.layers.AveragePooling2D):
        return OwnAveragePooling2D(layer.pool_size[0], name=layer.name)
    return type(layer).from_config(layer.get_config())


def custom_sequential() -> tf.keras.Sequential:
    """Make a new list: Sequential takes any layers, in their order."""
    layers = [swapped(layer) for layer in sequential.lenet().layers]
    return tf.keras.Sequential(
        [tf.keras.Input(shape=IMAGE_SHAPE), *layers], name="lenet"
    )


def custom_functional() -> tf.keras.Model:
    """Copy the graph, with a swapped layer at each node.

    A shared layer is swapped once, and stays shared.

    https://keras.io/api/models/model/#clone_model-function
    """
    return tf.keras.models.clone_model(
        functional.lenet(), clone_function=swapped
    )


class CustomLeNet(LeNet):
    """LeNet with the same `__init__` and `call`, but custom layers.

    Keras registers each layer when it becomes an attribute, and never removes
    it. So a layer is swapped before Keras registers it.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, tf.keras.layers.Layer):
            value = swapped(value)
        super().__setattr__(name, value)


def custom_subclassing() -> CustomLeNet:
    """Make a CustomLeNet; a call on a symbolic tensor makes its weights."""
    model = CustomLeNet()
    model(tf.keras.Input(shape=IMAGE_SHAPE))
    return model


# Each builder returns a model with new random weights, drawn by Keras.
CUSTOM: dict[str, Callable[[], tf.keras.Model]] = {
    "Sequential": custom_sequential,
    "Functional": custom_functional,
    "Subclassing": custom_subclassing,
}
assert tuple(CUSTOM) == PARADIGM_NAMES


def prove_custom_layers(
    paradigm: str | None = None, seed: int = 0, batch_size: int = 64
) -> dict[str, Comparison]:
    """Compare Keras's layers with custom ones in each paradigm, or in one.

    Both models of a `Comparison`, "Keras's layers" and "Custom layers", have
    the weights of `seed`. On a CPU they agree bit for bit. Raises
    ValueError for another paradigm and for a `batch_size` outside 1 to 512.
    """
    if paradigm is not None:
        one_of("paradigm", paradigm, PARADIGM_NAMES)
    images, labels = next(first_batches(1, batch_size, seed))
    comparisons = {}
    for name in [paradigm] if paradigm else PARADIGM_NAMES:
        models = {
            "Keras's layers": PARADIGMS[name](seed=seed),
            "Custom layers": CUSTOM[name](),
        }
        copy_weights(models["Keras's layers"], [models["Custom layers"]])
        comparisons[name] = compare(models, images, labels)
    return comparisons


def shapes(layer: tf.keras.layers.Layer) -> dict[str, tuple[int, ...]]:
    """Return the shape of each weight that a layer has, by its name."""
    return {weight.name: tuple(weight.shape) for weight in layer.weights}


def before_any_call() -> dict[str, tuple[int, ...]]:
    """Make a layer, but do not call it."""
    layer = OwnDense(120, name="fc")
    return shapes(layer)


def called_on_576() -> dict[str, tuple[int, ...]]:
    """Call the layer on one image of 576 values."""
    layer = OwnDense(120, name="fc")
    layer(tf.zeros((1, 576)))
    return shapes(layer)


def called_on_84() -> dict[str, tuple[int, ...]]:
    """Call another layer of this class on 84 values."""
    layer = OwnDense(120, name="fc")
    layer(tf.zeros((1, 84)))
    return shapes(layer)


def called_on_576_then_84() -> dict[str, tuple[int, ...]]:
    """Call one layer on both; its weights fit the first input only."""
    layer = OwnDense(120, name="fc")
    layer(tf.zeros((1, 576)))
    layer(tf.zeros((1, 84)))
    return shapes(layer)


def watch_build() -> list[Observation]:
    """Return when a layer makes its weights, and what decides their shapes.

    Four calls, in this order: no weights; a (576, 120) kernel; an (84, 120)
    kernel of the same class; an error, since `build` runs only once.
    """
    return [
        capture(call, source(f"{__name__}:{call.__name__}"))
        for call in (
            before_any_call,
            called_on_576,
            called_on_84,
            called_on_576_then_84,
        )
    ]
