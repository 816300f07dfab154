"""LeNet's layers as the browser takes them: shapes, and where the weights are."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from lenet.results.paradigms import LAYER_NAMES, both_names
from lenet.results.reading import ACTIVE_LAYERS
from lenet.weights.file import SHAPES


@dataclass(frozen=True)
class Layer:
    """One layer: its output, and how it is computed.

    `kind` is "convolution", "pooling" or "dense". `window` is the side of the square
    that one output takes from each map before it. `kernel` and `bias` are the places
    of the first weights among all weights, as float32 numbers in Keras's order.
    """

    name: str
    title: str
    kind: str
    shape: tuple[int, ...]
    activation: str = ""
    window: int = 0
    kernel: int = 0
    bias: int = 0


def starts() -> dict[str, int]:
    """Return where each array of weights starts, when all of them are joined."""
    sizes = [int(np.prod(shape)) for shape in SHAPES.values()]
    return dict(zip(SHAPES, np.cumsum([0, *sizes[:-1]]).tolist(), strict=True))


def layers(outputs: Sequence[np.ndarray]) -> list[Layer]:
    """Return the layers that have these outputs for one digit, in their order."""
    return [
        _layer(name, output.shape)
        for name, output in zip(ACTIVE_LAYERS, outputs, strict=True)
    ]


def described(outputs: Sequence[np.ndarray]) -> list[dict[str, object]]:
    """Return the same as data for the browser."""
    return [asdict(layer) for layer in layers(outputs)]


def _layer(name: str, shape: tuple[int, ...]) -> Layer:
    code, title = LAYER_NAMES[name], both_names(name)
    kernel = f"{code}/kernel"
    if kernel not in SHAPES:
        return Layer(name, title, "pooling", shape, window=2)
    is_last = name == ACTIVE_LAYERS[-1]
    is_dense = len(SHAPES[kernel]) == 2
    return Layer(
        name,
        title,
        "dense" if is_dense else "convolution",
        shape,
        activation="softmax" if is_last else "relu",
        window=0 if is_dense else SHAPES[kernel][0],
        kernel=starts()[kernel],
        bias=starts()[f"{code}/bias"],
    )
