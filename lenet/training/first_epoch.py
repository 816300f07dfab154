"""The first epoch's result on the images that the network was trained on."""

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from lenet.digits import Digits


class FirstEpoch(tf.keras.callbacks.Callback):
    """Computes the accuracy on all training images after the first epoch.

    The accuracy that a training reports is a mean over the epoch, in which the
    weights changed with each batch. This one is computed with the weights at
    the epoch's end: `end_accuracy` in the epoch's logs, for the callbacks after
    it. It is left out if `should_stop` holds meanwhile.
    """

    batch_size = 500

    def __init__(
        self, digits: Digits, should_stop: Callable[[], bool] | None = None
    ) -> None:
        super().__init__()
        self.digits = digits
        self.should_stop = should_stop or (lambda: False)
        self.is_stopped = False

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Compute the accuracy after epoch 0."""
        if epoch:
            return
        result = self.model.evaluate(
            self.digits.train_images,
            self.digits.train_labels,
            batch_size=self.batch_size,
            callbacks=[self],
            return_dict=True,
            verbose=0,
        )
        if not self.is_stopped:
            logs["end_accuracy"] = float(result["accuracy"])

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        """Stop the evaluation if the training is to stop."""
        self.is_stopped = self.is_stopped or self.should_stop()
        if self.is_stopped:
            self.model.stop_evaluating = True
