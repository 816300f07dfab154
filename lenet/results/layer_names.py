"""Names for the calls of a forward pass, in which a layer may run twice."""

from collections.abc import Sequence

from lenet.results.paradigms import LAYER_NAMES, both_names


def names_of_calls(layers: Sequence[str]) -> list[str]:
    """Return both names of each call in a forward pass, by the layers' names.

    A layer that is called twice has LeCun's name for each call, "S2
    average_pool" and "S4 average_pool", or is counted: "relu, call 2".
    """
    return [_name_of_call(layers, index) for index in range(len(layers))]


def _name_of_call(layers: Sequence[str], index: int) -> str:
    layer = layers[index]
    calls, call = layers.count(layer), layers[: index + 1].count(layer)
    if calls == 1:
        return both_names(layer)
    lecun = [name for name, each in LAYER_NAMES.items() if each == layer]
    if len(lecun) == calls:
        return f"{lecun[call - 1]} {layer}"
    return f"{layer}, call {call}"
