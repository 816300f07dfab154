"""The reports of a training, and the check whether to stop it."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.results.training import Report
from lenet.training.batches import Batches

REPORTS_PER_SECOND = 20


class Reporter(tf.keras.callbacks.Callback):
    """Counts batches, reports some of them, calls `should_stop` after each.

    Keras's fit calls it as a callback; the other loops call `after_batch`.
    """

    def __init__(
        self,
        batches: Batches,
        on_report: Callable[[Report], object],
        should_stop: Callable[[], bool],
    ) -> None:
        super().__init__()
        self.batches = batches
        self.on_report, self.should_stop = on_report, should_stop
        self.step = self.reported_step = batches.first_step
        self.reported_at = time.perf_counter()
        self.loss = self.accuracy = self.speed = 0.0
        self.images = 0  # of this epoch: loss and accuracy are means over them
        self.replica_work: np.ndarray | None = None
        self.replica_speeds: tuple[float, ...] = ()
        self.stopped = False

    def after_batch(self, loss: float, accuracy: float) -> bool:
        """Count a batch with its loss and accuracy; return whether to stop."""
        images = self.batches.seen(self.step + 1) - self.batches.seen(self.step)
        self.images += images
        self.loss += (float(loss) - self.loss) * images / self.images
        self.accuracy += (
            (float(accuracy) - self.accuracy) * images / self.images
        )
        return self.after_step()

    def after_replicas(self, images: np.ndarray, seconds: np.ndarray) -> None:
        """Add each replica's images of a batch, and its time in seconds."""
        work = np.array([images, seconds])
        self.replica_work = work + (
            0 if self.replica_work is None else self.replica_work
        )

    def after_step(self) -> bool:
        """Count a step, report if one is due; return whether to stop."""
        self.step += 1
        if self.is_due() or self.step % self.batches.steps in (0, 1):
            self.report()
        return self.is_stopped()

    def is_due(self) -> bool:
        """Return whether it is time for the next report."""
        waited = time.perf_counter() - self.reported_at
        return waited >= 1 / REPORTS_PER_SECOND

    def is_stopped(self) -> bool:
        """Return whether to stop; once True, it stays True."""
        self.stopped = self.stopped or self.should_stop()
        return self.stopped

    def report(self, **at_end: float | None) -> None:
        """Send a report now."""
        now, seen = time.perf_counter(), self.batches.seen
        if self.step > self.reported_step:
            images = seen(self.step) - seen(self.reported_step)
            self.speed = images / (now - self.reported_at)
        self.reported_at, self.reported_step = now, self.step
        if self.replica_work is not None:
            images, seconds = self.replica_work
            self.replica_speeds = tuple((images / seconds).tolist())
            self.replica_work = None
        epoch = (self.step - 1) // self.batches.steps + 1
        self.on_report(
            Report(
                self.step,
                epoch,
                self.loss,
                self.accuracy,
                self.speed,
                replica_speeds=self.replica_speeds,
                **at_end,
            )
        )

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Reset the means, and the clock, which excludes a validation."""
        self.loss = self.accuracy = 0.0
        self.images = 0
        self.reported_at = time.perf_counter()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Count a step of fit, which computes the means itself."""
        self.loss, self.accuracy = logs["loss"], logs["accuracy"]
        if self.after_step():
            self.model.stop_training = True

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        """Report while validating, and stop there if asked."""
        if self.is_due():
            self.report()
        if self.is_stopped():
            self.model.stop_training = self.model.stop_evaluating = True

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Report the results with the weights at the epoch's end."""
        if not self.stopped:
            self.report(
                val_loss=float(logs["val_loss"]),
                val_accuracy=float(logs["val_accuracy"]),
                end_accuracy=logs.get("end_accuracy"),
            )
