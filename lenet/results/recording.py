"""What the microscope sees of one training step: plain data, no TensorFlow."""

from dataclasses import dataclass

import numpy as np

from lenet.results.summary import Summary, rms
from lenet.source import Source

PHASES = ("batch", "forward", "loss", "backward", "update", "check")


@dataclass(frozen=True)
class Value:
    """A name that exists on a line: what it stands for there.

    `kind` is the type's name. Tensors and arrays have a `summary`, and all else
    a `text` that tells of it. `made` is True where the line has made it.
    """

    name: str
    kind: str
    text: str
    summary: Summary | None
    made: bool


@dataclass(frozen=True)
class Operation:
    """One operation of TensorFlow: its name, and the shapes that go in and out.

    `phase` is "forward" or "loss" for those that the tape has recorded, and
    "backward" for those that it ran to get the gradients.
    """

    kind: str
    inputs: tuple[tuple[int, ...], ...]
    outputs: tuple[tuple[int, ...], ...]
    phase: str


@dataclass(frozen=True)
class Frame:
    """One position in a step: a line that has just run.

    `function` is a key of the recording's sources, `line` counts from 1 in that
    source. `values` are all that exists there. `layer` is an index in the
    recording's layers: in the forward phase the layer has just answered, in the
    backward phase the gradient of its output has just come by; None for lines
    between. So a line that calls two layers has two frames. `operations` counts
    those of the recording that had run by then.
    """

    function: str
    line: int
    phase: str
    values: tuple[Value, ...]
    layer: int | None
    operations: int


@dataclass(frozen=True, eq=False)
class LayerStep:
    """One call of a layer in a step: its output and the gradient of it.

    `output` holds the first images' outputs (kept, ...) float32, `gradient` the
    gradient of the loss with respect to them, in the same shape; None where the
    tape did not need it. The summaries are over the whole batch. `toward` says
    what `gradient` is with respect to: "output", or "logits" for a softmax that
    Keras's loss goes around. `dead` is the share, 0 to 1, of its channels (or
    units) that are zero for every image of the batch. `variables` are indices
    in the recording's variables.
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
    """One weight array in a step: before it, its gradient, and how it moved.

    `name` is "conv2d_1/kernel"; `value` (from before the step), `gradient` and
    `update` (after less before) are float32 in its shape. `gradient` is None
    where the tape gave none. `origin` is the operation that made the gradient.
    """

    name: str
    value: np.ndarray
    gradient: np.ndarray | None
    update: np.ndarray
    origin: Operation | None

    @property
    def ratio(self) -> float:
        """Return the update's root mean square beside the value's: |dw| / |w|.

        Per weight, so that a large layer does not look strong by its size.
        Infinite for a value of zeros that moved, 0 for one that did not; NaN
        where one of them is no number.
        """
        moved, size = rms(self.update), rms(self.value)
        if size:
            return moved / size
        return moved * float("inf") if moved else 0.0


@dataclass(frozen=True, eq=False)
class Recording:
    """One training step, forwards and backwards, line by line.

    `sources` are the functions that ran, by name, in the order in which they
    were entered. The batch is `images` (batch, 32, 32, 1) float32 and `labels`
    (batch,) int64; `probabilities` are (batch, 10) float32, `logits` the same
    before the softmax (None where there is none), `losses` (batch,) float32.
    `loss` is the step's own. Those named "before" and "after" are of the same
    batch, scored without a tape with the weights from before the step, and with
    those that it made. `watched` names the variables that the tape has watched.
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


@dataclass(frozen=True, eq=False)
class DigitMaps:
    """What each layer makes of one digit, with the weights of one step.

    `image` is (32, 32, 1) float32; `maps` are the layers' names and outputs in
    the order of the forward pass, float32 without the batch's axis. The last
    are the ten probabilities.
    """

    image: np.ndarray
    maps: tuple[tuple[str, np.ndarray], ...]
