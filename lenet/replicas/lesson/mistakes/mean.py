"""A mean over the replica's own images: the sum of means is no mean."""

import tensorflow as tf

from lenet.replicas.step import ShareOfLoss


class MeanOfSlice(ShareOfLoss):
    """A loss as one device takes it, on each of several replicas.

    The optimizer adds up what the replicas give it: N means, so a gradient
    that is N times too large.
    """

    def _share(self, of_each_image: tf.Tensor) -> tf.Tensor:
        # The mistake: divided by this replica's images, not by the batch's.
        return tf.reduce_mean(of_each_image)
