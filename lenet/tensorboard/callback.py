"""A training's log for TensorBoard, which may fail without harm to it."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tensorflow as tf

from lenet.tensorboard.runs import enforce_quota, new_run

logger = logging.getLogger(__name__)


class RunLog(tf.keras.callbacks.TensorBoard):
    """Keras's TensorBoard callback, as the course has it, in a run folder.

    Where the disk is full, or the runs take more than `quota` bytes though the
    oldest were removed, it stops logging and says so once, in `failure` and as
    a warning; the training goes on. `run` names the folder once it is made.

    https://www.tensorflow.org/tensorboard/get_started
    """

    def __init__(self, log_root: str | Path, quota: int) -> None:
        super().__init__(log_dir=str(log_root), histogram_freq=1)
        self.log_root, self.quota = log_root, quota
        self.run: str | None = None
        self.failure: str | None = None

    def _attempt(self, write: Callable[..., None], *arguments: Any) -> None:
        if self.failure is None:
            try:
                write(*arguments)
            except (OSError, tf.errors.OpError) as error:
                self._give_up(str(error).splitlines()[0])

    def _give_up(self, reason: str) -> None:
        self.failure = reason
        logger.warning(
            "The training goes on without its log %s: %s. Make room in %s.",
            self.run or "",
            reason,
            self.log_root,
        )

    def set_model(self, model: tf.keras.Model) -> None:
        """Make the folder and write the model's own graph, if it has one."""
        self._attempt(self._make_folder)
        self._attempt(super().set_model, model)

    def on_train_begin(self, logs: Any = None) -> None:
        """Open the file."""
        self._attempt(super().on_train_begin, logs)

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Write nothing: this log is by epoch."""

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Write nothing: this log is by epoch."""

    def on_test_begin(self, logs: Any = None) -> None:
        """Open the validation's file."""
        self._attempt(super().on_test_begin, logs)

    def on_test_end(self, logs: Any = None) -> None:
        """Write the validation's numbers."""
        self._attempt(super().on_test_end, logs)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Write the epoch's numbers and histograms, within the quota."""
        self._attempt(super().on_epoch_end, epoch, logs)
        self._attempt(self._keep_to_quota)

    def on_train_end(self, logs: Any = None) -> None:
        """Close the files."""
        self._attempt(super().on_train_end, logs)

    def _make_folder(self) -> None:
        if self.run is None:
            enforce_quota(self.log_root, self.quota)
            folder = new_run(self.log_root)
            self.run, self.log_dir = folder.name, str(folder)

    def _keep_to_quota(self) -> None:
        taken = enforce_quota(self.log_root, self.quota, keep=[str(self.run)])
        if taken.exceeded:
            self._give_up(f"all runs take more than {self.quota:,} bytes")
