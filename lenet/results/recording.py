"""One recorded training step: plain data, no TensorFlow."""

from dataclasses import dataclass

import numpy as np

from lenet.results.summary import Summary, rms
from lenet.source import Source

PHASES = ("batch", "forward", "loss", "backward", "update", "check")


@dataclass(frozen=True)
class Value:
    """A name that exists on a line, and its value there.

    `kind` is the type's name. Tensors and arrays have a `summary`; all other
    values have a `text` that describes them. `made` is True where the line
    assigned the value.
    """

    name: str
    kind: str
    text: str
    summary: Summary | None
    made: bool


@dataclass(frozen=True)
class Operation:
    """One operation of TensorFlow: its name, and the shapes of its tensors.

    `phase` is "forward" or "loss" for an operation that the tape recorded, and
    "backward" for one that it ran to compute the gradients.
    """

    kind: str
    inputs: tuple[tuple[int, ...], ...]
    outputs: tuple[tuple[int, ...], ...]
    phase: str


@dataclass(frozen=True)
class Frame:
    """One position in a step: a line that has just run.

    `function` is a key of the recording's sources; `line` counts from 1 in that
    source. `values` are all values that exist there. `layer` is an index in the
    recording's layers: the layer that has just run in the forward phase, or the
    one whose output's gradient has just been computed in the backward phase. It
    is None for lines between, so a line that calls two layers has two frames.
    `operations` is the number of the recording's operations that have run.
    """

    function: str
    line: int
    phase: str
    values: tuple[Value, ...]
    layer: int | None
    operations: int


@dataclass(frozen=True, eq=False)
class LayerStep:
    """One call of a layer in a step: its output and the output's gradient.

    `output` holds the outputs for the first images (kept, ...) float32.
    `gradient` is the gradient of the loss with respect to them, in the same
    shape, or None where the tape did not need it. The summaries are over the
    whole batch. `toward` is what the gradient is with respect to: "output", or
    "logits" for a softmax that Keras's loss bypasses. `dead` is the share, 0 to
    1, of the channels (or units) that are zero for every image of the batch.
    `variables` are indices in the recording's variables.
    """

    name: str
    kind: str
    variables: tuple[int, ...]
    output: np.ndarray
    output_summary: Summary
    gradient: np.ndarray | None
    gradient_summary: Summary | None
    toward: str
    dead: float


@dataclass(frozen=True, eq=False)
class VariableStep:
    """One weight array in a step: its value, its gradient and its update.

    `name` is "conv2d_1/kernel". `value` (before the step), `gradient` and
    `update` (after minus before) are float32 in its shape. `gradient` is None
    where the tape returned None. `origin` is the operation that computed it.
    """

    name: str
    value: np.ndarray
    gradient: np.ndarray | None
    update: np.ndarray
    origin: Operation | None

    @property
    def ratio(self) -> float:
        """Return the update's root mean square divided by the value's.

        Both are per weight, so that large and small layers can be compared.
        Infinite for zeros that moved, 0 for zeros that did not; NaN where
        either is NaN.
        """
        moved, size = rms(self.update), rms(self.value)
        if size:
            return moved / size
        return moved * float("inf") if moved else 0.0


@dataclass(frozen=True, eq=False)
class Recording:
    """One training step, forward and backward, line by line.

    `sources` are the functions that ran, by name, in the order in which they
    were entered. The batch is `images` (batch, 32, 32, 1) float32 and `labels`
    (batch,) int64. `probabilities` are (batch, 10) float32, `logits` the same
    before the softmax (None where there is none), `losses` (batch,) float32.
    `loss` is what the step returned. The values named "before" and "after" are
    of the same batch, scored without a tape, with the weights before and after
    the step. `watched` names the variables that the tape watched. `error` is
    what the optimizer raised instead of an update: empty in a sound step.
    """

    sources: dict[str, Source]
    frames: tuple[Frame, ...]
    layers: tuple[LayerStep, ...]
    variables: tuple[VariableStep, ...]
    operations: tuple[Operation, ...]
    watched: tuple[str, ...]
    images: np.ndarray
    labels: np.ndarray
    logits: np.ndarray | None
    probabilities: np.ndarray
    losses: np.ndarray
    loss: float
    loss_before: float
    loss_after: float
    probabilities_before: np.ndarray
    probabilities_after: np.ndarray
    error: str = ""


@dataclass(frozen=True, eq=False)
class DigitMaps:
    """The output of each layer for one digit, with the weights of one step.

    `image` is (32, 32, 1) float32. `maps` are the layers' names and outputs in
    the order of the forward pass, float32, without the batch's axis. The last
    output is the ten probabilities.
    """

    image: np.ndarray
    maps: tuple[tuple[str, np.ndarray], ...]
