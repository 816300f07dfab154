"""An update that no fetch needs."""

from typing import Any

import tensorflow as tf


def broken() -> Any:
    """Return a weight, without fetching its update."""
    with tf.Graph().as_default() as graph:
        weight = tf.Variable(1.0, name="weight")
        halved = weight.assign(weight / 2)
        start = tf.compat.v1.global_variables_initializer()
    with tf.compat.v1.Session(graph=graph) as session:
        session.run(start)
        session.run(weight)
        return session.run(weight)


def fixed() -> Any:
    """Return a weight after its update."""
    with tf.Graph().as_default() as graph:
        weight = tf.Variable(1.0, name="weight")
        halved = weight.assign(weight / 2)
        start = tf.compat.v1.global_variables_initializer()
    with tf.compat.v1.Session(graph=graph) as session:
        session.run(start)
        session.run(halved)
        return session.run(weight)
