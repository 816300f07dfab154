"""Layers of one's own in all three paradigms, in place of Keras's."""

# mypy: allow-untyped-calls
# The layers read as the course writes them: without types.

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


def own(layer: tf.keras.layers.Layer) -> tf.keras.layers.Layer:
    """Make the own layer that does what `layer` does, else a copy of it.

    It has no weights yet: its model makes them.
    """
    if isinstance(layer, tf.keras.layers.Dense):
        return OwnDense(layer.units, layer.activation, name=layer.name)
    if isinstance(layer, tf.keras.layers.AveragePooling2D):
        return OwnAveragePooling2D(layer.pool_size[0], name=layer.name)
    return type(layer).from_config(layer.get_config())


def own_sequential() -> tf.keras.Sequential:
    """Write the list anew: Sequential takes any layers, in their order."""
    layers = [own(layer) for layer in sequential.lenet().layers]
    return tf.keras.Sequential(
        [tf.keras.Input(shape=IMAGE_SHAPE), *layers], name="lenet"
    )


def own_functional() -> tf.keras.Model:
    """Walk the graph of tensors again, with another layer at each node.

    A layer that the model shares is exchanged once and stays shared.

    https://keras.io/api/models/model/#clone_model-function
    """
    return tf.keras.models.clone_model(functional.lenet(), clone_function=own)


class OwnLeNet(LeNet):
    """LeNet with the same `__init__` and `call`, and other layers in it.

    Keras notes each layer as it becomes an attribute, and keeps the note when
    the attribute is given another: so a layer is exchanged before it is noted.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, tf.keras.layers.Layer):
            value = own(value)
        super().__setattr__(name, value)


def own_subclassing() -> OwnLeNet:
    """Make an OwnLeNet; its first call, on a symbol, makes the weights."""
    model = OwnLeNet()
    model(tf.keras.Input(shape=IMAGE_SHAPE))
    return model


# What each builder returns has new weights, drawn by Keras.
OWN: dict[str, Callable[[], tf.keras.Model]] = {
    "Sequential": own_sequential,
    "Functional": own_functional,
    "Subclassing": own_subclassing,
}
assert tuple(OWN) == PARADIGM_NAMES


def prove_custom_layers(
    paradigm: str | None = None, seed: int = 0, batch_size: int = 64
) -> dict[str, Comparison]:
    """Compare Keras's layers and custom ones in each paradigm, or in one.

    Both models of a `Comparison`, "Keras's layers" and "Custom layers", have
    the weights of `seed`. On a CPU they agree to the last bit. Raises
    ValueError for another paradigm and for a `batch_size` outside 1 to 512.
    """
    if paradigm is not None:
        one_of("paradigm", paradigm, PARADIGM_NAMES)
    images, labels = next(first_batches(1, batch_size, seed))
    comparisons = {}
    for name in [paradigm] if paradigm else PARADIGM_NAMES:
        models = {
            "Keras's layers": PARADIGMS[name](seed=seed),
            "Custom layers": OWN[name](),
        }
        copy_weights(models["Keras's layers"], [models["Custom layers"]])
        comparisons[name] = compare(models, images, labels)
    return comparisons


def shapes(layer: tf.keras.layers.Layer) -> dict[str, tuple[int, ...]]:
    """Return the shape of each weight that a layer has so far, by its name."""
    return {weight.name: tuple(weight.shape) for weight in layer.weights}


def before_any_call() -> dict[str, tuple[int, ...]]:
    """Make a layer, and no more."""
    layer = OwnDense(120, name="fc")
    return shapes(layer)


def called_on_576() -> dict[str, tuple[int, ...]]:
    """Call the layer on one image of 576 values."""
    layer = OwnDense(120, name="fc")
    layer(tf.zeros((1, 576)))
    return shapes(layer)


def called_on_84() -> dict[str, tuple[int, ...]]:
    """Call the same kind of layer on 84 values."""
    layer = OwnDense(120, name="fc")
    layer(tf.zeros((1, 84)))
    return shapes(layer)


def called_on_576_then_84() -> dict[str, tuple[int, ...]]:
    """Call one layer on both: its weights were made for the first."""
    layer = OwnDense(120, name="fc")
    layer(tf.zeros((1, 576)))
    layer(tf.zeros((1, 84)))
    return shapes(layer)


def watch_build() -> list[Observation]:
    """Show when a layer makes its weights, and what decides their shapes.

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
