"""A mean over the replica's own images; a sum of such means is no mean."""

import tensorflow as tf

from lenet.replicas.step import ShareOfLoss


class MeanOfShare(ShareOfLoss):
    """The loss that is correct on one device, on each of several replicas.

    The optimizer adds up the gradients of N means, so the sum is N times too
    large.
    """

    def _share(self, of_each_image: tf.Tensor) -> tf.Tensor:
        # The mistake: divide by the images of this replica, not of the batch.
        return tf.reduce_mean(of_each_image)
