"""A fetch by a name that no node has."""

from typing import Any

import tensorflow as tf


def broken() -> Any:
    """Fetch a node by a wrong name."""
    with tf.Graph().as_default() as graph:
        images = tf.constant([0.25, 0.75], name="images")
        tf.reduce_sum(images, name="total")
    with tf.compat.v1.Session(graph=graph) as session:
        return session.run("totals:0")


def fixed() -> Any:
    """Fetch a node by its name."""
    with tf.Graph().as_default() as graph:
        images = tf.constant([0.25, 0.75], name="images")
        tf.reduce_sum(images, name="total")
    with tf.compat.v1.Session(graph=graph) as session:
        return session.run("total:0")
