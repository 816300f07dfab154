"""A training's log for TensorBoard; if it fails, the training continues."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tensorflow as tf

from lenet.tensorboard.runs import enforce_quota, new_run

logger = logging.getLogger(__name__)


class RunLog(tf.keras.callbacks.TensorBoard):
    """Keras's TensorBoard callback, as in the course, with a folder per run.

    If the disk is full, or the runs still take more than `quota` bytes after
    the oldest are removed, logging stops and the training continues. The
    reason is in `failure` and in one warning. `run` is the folder's name, once
    the folder exists.

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
            "The training continues without its log %s: %s. Free space in %s.",
            self.run or "",
            reason,
            self.log_root,
        )

    def set_model(self, model: tf.keras.Model) -> None:
        """Make the folder and write the model's graph, if it has one."""
        self._attempt(self._make_folder)
        self._attempt(super().set_model, model)

    def on_train_begin(self, logs: Any = None) -> None:
        """Open the file."""
        self._attempt(super().on_train_begin, logs)

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Write nothing; this log has one entry for each epoch."""

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Write nothing; this log has one entry for each epoch."""

    def on_test_begin(self, logs: Any = None) -> None:
        """Open the file for validation."""
        self._attempt(super().on_test_begin, logs)

    def on_test_end(self, logs: Any = None) -> None:
        """Write the numbers of the validation."""
        self._attempt(super().on_test_end, logs)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Write the epoch's numbers and histograms, and enforce the quota."""
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
