"""A tensor of another graph."""

from typing import Any

import tensorflow as tf


def broken() -> Any:
    """Multiply the tensors of two graphs."""
    with tf.Graph().as_default():
        images = tf.constant([[0.25, 0.75]], name="images")
    with tf.Graph().as_default() as graph:
        weights = tf.constant([[1.0], [2.0]], name="weights")
        total = tf.matmul(images, weights, name="total")
    with tf.compat.v1.Session(graph=graph) as session:
        return session.run(total)


def fixed() -> Any:
    """Multiply two tensors of one graph."""
    with tf.Graph().as_default():
        images = tf.constant([[0.25, 0.75]], name="images")
    with images.graph.as_default() as graph:
        weights = tf.constant([[1.0], [2.0]], name="weights")
        total = tf.matmul(images, weights, name="total")
    with tf.compat.v1.Session(graph=graph) as session:
        return session.run(total)
