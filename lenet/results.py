"""What the library gives back: plain data that needs no TensorFlow to hold."""

from dataclasses import dataclass

import numpy as np

from lenet.source import Source
from lenet.state import TrainState

# LeCun's names for the calls of the forward pass, in their order: convolution,
# subsampling, fully connected.
# LeCun et al. (1998), http://yann.lecun.com/exdb/publis/pdf/lecun-98.pdf
LAYERS = ("C1", "S2", "C3", "S4", "Flatten", "F5", "F6", "Output")


@dataclass(frozen=True)
class Report:
    """How a training stands after a step.

    `step` counts batches since the first weights, `epoch` from 1. `loss` and
    `accuracy` (0 to 1) are means over the epoch so far, `images_per_second` is
    the speed since the last report. `val_loss` and `val_accuracy` are there in
    the last report of each epoch. Under a strategy, `replica_speeds` are the
    images a second of each replica of this process while it computes: forwards
    and backwards, without the wait for the others.
    """

    step: int
    epoch: int
    loss: float
    accuracy: float
    images_per_second: float
    val_loss: float | None = None
    val_accuracy: float | None = None
    replica_speeds: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A model's answers on a set of labelled images.

    `confusion` is (10, 10) int64: rows are true digits, columns the answers.
    The worst mistakes come first: `images` (n, 32, 32) uint8, their `truths`
    and `answers` (n,) int64 and the `confidences` (n,) float32 in the answers.
    """

    loss: float
    accuracy: float
    confusion: np.ndarray
    images: np.ndarray
    truths: np.ndarray
    answers: np.ndarray
    confidences: np.ndarray


@dataclass(frozen=True, eq=False)
class Outcome:
    """How a training ended: what it made, how good that is, where its log is.

    `run` is the name of its folder in TensorBoard's log directory; None where
    nothing was logged, and `log_failure` says why where it should have been.
    `finished` is False for a training that was stopped.
    """

    state: TrainState
    evaluation: Evaluation
    run: str | None
    finished: bool
    log_failure: str | None = None


@dataclass(frozen=True, eq=False)
class Reading:
    """What models read in one drawing.

    `digit` is what they saw, (32, 32, 1) float32 in [0, 1]; `answers` maps a
    name to ten probabilities, (10,) float32.
    """

    digit: np.ndarray
    answers: dict[str, np.ndarray]


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
class Observation:
    """One call as it was made, and what came of it.

    `returned` is what came back (or was printed), as text; `error` is
    "Type: message" of an exception, and empty where there was none. `dot` is a
    drawing in Graphviz's language where the call made one.
    """

    source: Source
    returned: str
    error: str
    seconds: float
    dot: str = ""

    @property
    def worked(self) -> bool:
        """Tell whether the call came back without an exception."""
        return not self.error


@dataclass(frozen=True)
class LayerCall:
    """One call of a layer in a forward pass.

    `shape` is that of its output, None standing for the batch. `inputs` are
    the places of the calls in the pass whose outputs it takes, from 0; -1 is
    the model's own input.
    """

    layer: str
    kind: str
    shape: tuple[int | None, ...]
    inputs: tuple[int, ...]


@dataclass(frozen=True)
class Anatomy:
    """One layer of LeNet, as each paradigm writes, calls and counts it.

    `arithmetic` is the sum that gives its number of weights. By paradigm:
    `lines` of the file, from 1, that make or call it; `row`, its cells in
    `model.summary()`, by the heads of the columns.
    """

    shape: tuple[int | None, ...]
    arithmetic: str
    lines: dict[str, tuple[int, ...]]
    row: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Dissection:
    """The same LeNet in each paradigm: its file, its forward pass, its layers.

    `sources`, `heads` and `passes` are by paradigm, `layers` by LeCun's names.
    A head is the number of lines before the first that does something: imports
    and descriptions.
    """

    sources: dict[str, Source]
    heads: dict[str, int]
    passes: dict[str, tuple[LayerCall, ...]]
    layers: dict[str, Anatomy]
