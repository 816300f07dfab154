"""The same LeNet in three paradigms, by layers and compared: plain data."""

from dataclasses import dataclass

import numpy as np

from lenet.source import Source

# The calls of the forward pass in their order, by LeCun's names (convolution,
# subsampling, fully connected), with the layer's name in the code.
# LeCun et al. (1998), http://yann.lecun.com/exdb/publis/pdf/lecun-98.pdf
LAYER_NAMES = {
    "C1": "conv2d_1",
    "S2": "average_pool",
    "C3": "conv2d_2",
    "S4": "average_pool",
    "Flatten": "flatten",
    "F5": "fc_1",
    "F6": "fc_2",
    "Output": "out",
}
LAYERS = tuple(LAYER_NAMES)


def both_names(name: str) -> str:
    """Return a layer by both names: "C1 conv2d_1", "S2, S4 average_pool".

    Takes LeCun's name, the one in the code, or the name of one of its weights:
    "C1", "conv2d_1", "conv2d_1/kernel". Sequential's two pooling layers are
    "S2 average_pool_1" and "S4 average_pool_2". Another name stays as it is.
    """
    if name in LAYER_NAMES:
        return _joined([name], LAYER_NAMES[name])
    layer = name.partition("/")[0]
    pool, _, number = layer.rpartition("_")
    if pool == LAYER_NAMES["S2"]:
        return _joined([("S2", "S4")[int(number) - 1]], name)
    return _joined(
        [each for each in LAYERS if LAYER_NAMES[each] == layer], name
    )


def _joined(lecun: list[str], name: str) -> str:
    if [each.lower() for each in lecun] == [name]:
        return name  # "flatten" needs no second name
    return f"{', '.join(lecun)} {name}".strip()


@dataclass(frozen=True, eq=False)
class Pass:
    """One model's forward and backward pass over a batch.

    `probabilities` are (batch, 10) float32; `gradients` maps the name of each
    weight ("conv2d_1/kernel") to the loss's gradient, in that weight's shape.
    """

    loss: float
    probabilities: np.ndarray
    gradients: dict[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Comparison:
    """The same batch, once through each model, from the same weights.

    `passes` are by model; `differences` holds the largest absolute difference
    between any two of them in "loss", "probabilities" and "gradients". The
    batch is `images` (batch, 32, 32, 1) float32 and `labels` (batch,) int64.
    """

    images: np.ndarray
    labels: np.ndarray
    passes: dict[str, Pass]
    differences: dict[str, float]


@dataclass(frozen=True, eq=False)
class Race:
    """Models trained side by side on the same batches, from the same weights.

    `losses` maps a model to its (steps,) float64 losses, each from before its
    step. `difference` is the largest absolute difference between any two
    models' weights after the last step, `loss_difference` that of the losses.
    """

    losses: dict[str, np.ndarray]
    loss_difference: float
    difference: float


@dataclass(frozen=True)
class LayerCall:
    """One call of a layer in a forward pass.

    `shape` is that of its output, None standing for the batch. `inputs` are
    the indices of the calls in the pass whose outputs it takes, from 0; -1 is
    the model's own input.
    """

    layer: str
    kind: str
    shape: tuple[int | None, ...]
    inputs: tuple[int, ...]


@dataclass(frozen=True)
class Anatomy:
    """One layer of LeNet, as each paradigm writes, calls and counts it.

    `arithmetic` is the sum that gives its number of weights. By paradigm,
    `lines` are the lines of the file, from 1, that make or call it, and `row`
    holds its cells in `model.summary()`, by the heads of the columns.
    """

    shape: tuple[int | None, ...]
    arithmetic: str
    lines: dict[str, tuple[int, ...]]
    row: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Dissection:
    """The same LeNet in each paradigm: its file, its forward pass, its layers.

    `sources`, `heads` and `passes` are by paradigm, `layers` by LeCun's names.
    A head is the number of lines before the first line of the model: imports
    and docstrings.
    """

    sources: dict[str, Source]
    heads: dict[str, int]
    passes: dict[str, tuple[LayerCall, ...]]
    layers: dict[str, Anatomy]
