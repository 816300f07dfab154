"""The loss of a batch, with the score kept on the side."""

import tensorflow as tf


class ScoredLoss:
    """Cross-entropy that remembers its mean, and how many answers were right.

    A training step needs the loss alone. The accuracy comes from the same
    probabilities, so it costs no second forward pass.

    https://www.tensorflow.org/guide/keras/writing_a_training_loop_from_scratch
    """

    def __init__(self) -> None:
        self.cross_entropy = tf.keras.losses.SparseCategoricalCrossentropy()
        self.loss = tf.keras.metrics.Mean()
        self.accuracy = tf.keras.metrics.SparseCategoricalAccuracy()

    def __call__(
        self, labels: tf.Tensor, probabilities: tf.Tensor
    ) -> tf.Tensor:
        """Take (batch,) labels and (batch, 10) answers; return the loss."""
        loss = self.cross_entropy(labels, probabilities)
        self.loss.update_state(loss, sample_weight=tf.size(labels))
        self.accuracy.update_state(labels, probabilities)
        return loss

    def results(self) -> tuple[tf.Tensor, tf.Tensor]:
        """Return mean loss and accuracy since the last reset."""
        return self.loss.result(), self.accuracy.result()

    def reset(self) -> None:
        """Forget all batches so far: an epoch begins."""
        self.loss.reset_state()
        self.accuracy.reset_state()
