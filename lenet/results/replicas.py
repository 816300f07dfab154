"""The recorded values of a step on replicas: plain data, no TensorFlow."""

from dataclasses import dataclass

import numpy as np

from lenet.source import Source

# The kernels that are drawn: 54, 864 and 840 numbers. The others are large.
DRAWN = ("conv2d_1/kernel", "conv2d_2/kernel", "out/kernel")
# More of them would teach nothing new, and be slow on one CPU.
MOST_REPLICAS = 8


@dataclass(frozen=True, eq=False)
class Gradients:
    """The gradient of a loss: whole where it is drawn, else summarised.

    `drawn` maps each of `DRAWN` to its float32 array, `sizes` each of the ten
    weight arrays to the root mean square of its gradient. `checksum` is that of
    all of them.
    """

    drawn: dict[str, np.ndarray]
    sizes: dict[str, float]
    checksum: str


@dataclass(frozen=True)
class Replica:
    """What one replica computed in a step.

    It took the images `first` to `stop` of the global batch. `share` is its
    loss, `own` the gradient of that loss, and `summed` the gradient that the
    all-reduce returned. `before` and `after` are checksums of its weights.
    """

    device: str
    first: int
    stop: int
    share: float
    own: Gradients
    summed: Gradients
    before: str
    after: str


@dataclass(frozen=True)
class OneDevice:
    """The same step without a strategy; `after` is the weights' checksum."""

    loss: float
    gradients: Gradients
    after: str


@dataclass(frozen=True, eq=False)
class SplitStep:
    """One step on several replicas, and the same step on one device.

    The global batch is `images` (batch, 32, 32) uint8, their `labels` (batch,)
    int64 and, with the weights from before the step, their `losses` (batch,)
    float32. `loss` is the sum of the replicas' shares. `differences` between
    replicas and one device are the largest absolute ones, of "loss",
    "gradients" and "weights" (all of them, after the step). `sources` are the
    functions that ran, by their names.
    """

    images: np.ndarray
    labels: np.ndarray
    losses: np.ndarray
    optimizer: str
    learning_rate: float
    replicas: tuple[Replica, ...]
    loss: float
    one_device: OneDevice
    differences: dict[str, float]
    sources: dict[str, Source]
