"""A variable without its first value."""

from typing import Any

import tensorflow as tf


def broken() -> Any:
    """Add up weights that have no values yet."""
    with tf.Graph().as_default() as graph:
        weights = tf.Variable([0.25, 0.75], name="weights")
        total = tf.reduce_sum(weights, name="total")
        start = tf.compat.v1.global_variables_initializer()
    with tf.compat.v1.Session(graph=graph) as session:
        return session.run(total)


def fixed() -> Any:
    """Add up weights."""
    with tf.Graph().as_default() as graph:
        weights = tf.Variable([0.25, 0.75], name="weights")
        total = tf.reduce_sum(weights, name="total")
        start = tf.compat.v1.global_variables_initializer()
    with tf.compat.v1.Session(graph=graph) as session:
        session.run(start)
        return session.run(total)
