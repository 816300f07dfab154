"""How a training goes, how it ends and how good the result is: plain data."""

from dataclasses import dataclass

import numpy as np

from lenet.state import TrainState


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
    """A model's predictions for a set of labelled images.

    `confusion` is (10, 10) int64: rows are true digits, columns predicted.
    The worst mistakes come first: `images` (n, 32, 32) uint8, their `truths`
    and `predictions` (n,) int64, and the `confidences` (n,) float32, which are
    the probabilities of those predictions.
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
