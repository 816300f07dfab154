"""Drawings of a model's layers, in Mermaid's language."""

from collections.abc import Sequence

from lenet.results.paradigms import LayerCall, both_names
from ui.components.theme import BLACK, ORANGE

# The style of a layer that is called more than once.
SHARED = f"fill:{ORANGE},stroke:{BLACK},color:{BLACK}"
COMPACT = (
    '%%{init: {"flowchart": {"rankSpacing": 16, "nodeSpacing": 24, "padding": 6}}}%%'
)


def flowchart(calls: Sequence[LayerCall]) -> str:
    """Return a forward pass: a node for each layer, an arrow for each tensor.

    A layer that is called more than once is one node, in another colour, with
    the shape that each call returns.
    """
    sizes: dict[str, list[str]] = {}
    for call in calls:
        sizes.setdefault(call.layer, []).append(_size(call))
    kinds = {call.layer: call.kind for call in calls}
    nodes = [
        f'{layer}["{_title(layer, len(each))}<br/>{kinds[layer]}<br/>{_results(each)}"]'
        for layer, each in sizes.items()
    ]
    arrows = [
        f"{_maker(calls, source)} --> {call.layer}"
        for call in calls
        for source in call.inputs
    ]
    ends = ["images([images])", f"{calls[-1].layer} --> probabilities([probabilities])"]
    shared = [f"style {layer} {SHARED}" for layer in kinds if len(sizes[layer]) > 1]
    lines = [COMPACT, "flowchart TD", *nodes, *arrows, *ends, *shared]
    return "\n    ".join(lines)


def _title(layer: str, calls: int) -> str:
    """Return both names of a layer; several of LeCun's need a line of their own."""
    names = both_names(layer)
    return "<br/>".join(names.rsplit(" ", 1)) if calls > 1 else names


def _results(sizes: list[str]) -> str:
    if len(sizes) == 1:
        return sizes[0]
    return "<br/>".join(f"call {n}: {size}" for n, size in enumerate(sizes, start=1))


def _maker(calls: Sequence[LayerCall], source: int) -> str:
    return "images" if source < 0 else calls[source].layer


def _size(call: LayerCall) -> str:
    return "x".join(str(size) for size in call.shape[1:])
