"""One body, and what calls it in each lane."""

from typing import Any

import tensorflow as tf


def loss_of(images: Any, weights: Any) -> Any:
    """Return the loss of some images of a zero."""
    brightness = tf.reduce_sum(images, axis=1, keepdims=True)
    scaled = images / brightness
    logits = tf.matmul(scaled, weights)
    probabilities = tf.nn.softmax(logits)
    right = probabilities[:, 0]
    losses = -tf.math.log(right)
    return tf.reduce_mean(losses)


def loss_in_session(images: Any, weights: Any, shape: Any) -> Any:
    """Build the graph, then run it."""
    with tf.Graph().as_default() as graph:
        fed = tf.compat.v1.placeholder(tf.float32, shape)
        loss = loss_of(fed, weights)
    with tf.compat.v1.Session(graph=graph) as session:
        return session.run(loss, {fed: images})


def loss_in_eager(images: Any, weights: Any) -> Any:
    """Run the body line by line."""
    return loss_of(images, weights)


def loss_in_function(images: Any, weights: Any, shape: Any) -> Any:
    """Trace the body to a graph at its first call, and run that."""
    arguments = [tf.TensorSpec(shape), tf.TensorSpec(weights.shape)]
    traced = tf.function(loss_of, arguments, autograph=False)
    return traced(images, weights)
