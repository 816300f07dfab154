"""The forward pass of a model as a list of layer calls, in order."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import tensorflow as tf

from lenet.results.paradigms import LayerCall
from lenet.settings import IMAGE_SHAPE

MODEL_INPUT = -1

Call = Callable[..., Any]


def forward_pass(model: tf.keras.Model) -> tuple[LayerCall, ...]:
    """Return the layer calls of `model`: from its own graph, or from a trace.

    A Sequential or Functional model is a graph that can be read. A subclassed
    model is Python code, which must run: its `call` is traced once, and each
    layer call is recorded. Raises ValueError for a subclassed model that has no
    weights yet, and for one that changes tensors between its layers.
    """
    is_graph = hasattr(model, "outputs")
    return calls_in_graph(model) if is_graph else calls_in_trace(model)


def calls_in_graph(model: tf.keras.Model) -> tuple[LayerCall, ...]:
    """Return the layer calls between the model's inputs and its outputs.

    Each symbolic tensor stores the call that made it: the layer, and the number
    of the call. A layer that is used twice has two calls.

    https://www.tensorflow.org/guide/keras/functional_api#manipulate_complex_graph_topologies
    """
    indices: dict[int, int] = {id(image): MODEL_INPUT for image in model.inputs}
    calls: list[LayerCall] = []

    def index_of(tensor: Any) -> int:
        if id(tensor) not in indices:
            layer, call, _ = tensor._keras_history
            node = layer._inbound_nodes[call]
            inputs = tuple(map(index_of, node.input_tensors))
            calls.append(_call(layer, tensor.shape, inputs))
            indices[id(tensor)] = len(calls) - 1
        return indices[id(tensor)]

    for output in model.outputs:
        index_of(output)
    return tuple(calls)


def calls_in_trace(model: tf.keras.Model) -> tuple[LayerCall, ...]:
    """Return the layer calls in one trace of the model's `call`.

    https://www.tensorflow.org/guide/function#tracing
    """
    if not model.built:
        raise ValueError(f"{model.name} has no weights yet: call it once.")
    seen: list[tf.Tensor] = []  # kept alive, so that no other gets its id
    indices: dict[int, int] = {}
    calls: list[LayerCall] = []

    def note(layer: tf.keras.layers.Layer, given: Any, output: Any) -> None:
        inputs = tf.nest.flatten(given)
        if not all(id(tensor) in indices for tensor in inputs):
            raise ValueError(
                f"{layer.name} takes a tensor that is neither the model's "
                "input nor the output of a layer. Only a `call` that does "
                "nothing but call layers can be followed."
            )
        calls.append(
            _call(layer, output.shape, tuple(indices[id(x)] for x in inputs))
        )
        seen.append(output)
        indices[id(output)] = len(calls) - 1

    def run(images: tf.Tensor) -> tf.Tensor:
        seen.append(images)
        indices[id(images)] = MODEL_INPUT
        return model.call(images)

    image = tf.TensorSpec((None, *IMAGE_SHAPE), tf.float32)
    with watched(model.layers, note):
        tf.function(run, autograph=False).get_concrete_function(image)
    return tuple(calls)


def watched(
    layers: Iterable[tf.keras.layers.Layer],
    note: Callable[[tf.keras.layers.Layer, Any, Any], None],
) -> AbstractContextManager[None]:
    """Run `note(layer, input, output)` after each call of one of `layers`."""

    def noting(layer: tf.keras.layers.Layer, call: Call) -> Call:
        def noting_call(inputs: Any, *args: Any, **kwargs: Any) -> Any:
            output = call(inputs, *args, **kwargs)
            note(layer, inputs, output)
            return output

        return noting_call

    return wrapped(layers, noting)


@contextmanager
def wrapped(
    layers: Iterable[tf.keras.layers.Layer],
    wrap: Callable[[tf.keras.layers.Layer, Call], Call],
) -> Iterator[None]:
    """Replace each layer's call by `wrap(layer, call)` inside the block."""
    with ExitStack() as afterwards:
        for layer in layers:
            layer.call = wrap(layer, layer.call)
            afterwards.callback(delattr, layer, "call")  # the class has its own
        yield


def _call(
    layer: tf.keras.layers.Layer, shape: Any, inputs: tuple[int, ...]
) -> LayerCall:
    return LayerCall(layer.name, type(layer).__name__, tuple(shape), inputs)
