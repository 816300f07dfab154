"""The reports, the outcome and the evaluation of a training: plain data."""

from dataclasses import dataclass

import numpy as np

from lenet.state import TrainState


@dataclass(frozen=True)
class Report:
    """The numbers of a training after a step.

    `step` counts batches since the first weights, `epoch` from 1. `loss` and
    `accuracy` (0 to 1) are means over the epoch so far, on training images.
    `images_per_second` is the throughput since the last report. The last report
    of each epoch has `val_loss` and `val_accuracy`, on the test images. That of
    the first epoch may have `end_accuracy`: the accuracy on all training images
    with the weights at the epoch's end, as for the test images. Under a
    strategy, `replica_speeds` holds the images per second of each replica of
    this process, in the forward and backward pass alone.
    """

    step: int
    epoch: int
    loss: float
    accuracy: float
    images_per_second: float
    val_loss: float | None = None
    val_accuracy: float | None = None
    end_accuracy: float | None = None
    replica_speeds: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A model's predictions for a set of labelled images.

    `confusion` is (10, 10) int64: rows are true digits, columns predictions.
    The rest are the wrong predictions, the highest probability first: `images`
    (n, 32, 32) uint8, `truths` and `predictions` (n,) int64, and `confidences`
    (n,) float32, the probabilities of those predictions.
    """

    loss: float
    accuracy: float
    confusion: np.ndarray
    images: np.ndarray
    truths: np.ndarray
    predictions: np.ndarray
    confidences: np.ndarray


@dataclass(frozen=True, eq=False)
class Outcome:
    """The result of a training: its state, its evaluation and its log.

    `run` is the name of its folder in TensorBoard's log directory, None where
    nothing was logged. `log_failure` says why a log could not be written.
    `finished` is False for a training that was stopped. `memory` is how many
    bytes its process had for itself at the end, None where that is unknown.
    """

    state: TrainState
    evaluation: Evaluation
    run: str | None
    finished: bool
    log_failure: str | None = None
    memory: int | None = None
