"""A small computation: three lines, and how each lane runs them twice."""

from typing import Any

import tensorflow as tf


def small(x: tf.Tensor) -> tf.Tensor:
    """Return the length of a vector, (n,) float32.

    https://www.tensorflow.org/guide/intro_to_graphs
    """
    squares = x * x
    total = tf.reduce_sum(squares)
    return tf.sqrt(total)


def small_in_session() -> Any:
    """Build the graph once, then run it twice in a TensorFlow 1 Session.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session
    """
    with tf.Graph().as_default():
        x = tf.compat.v1.placeholder(tf.float32, [2], name="x")
        length = small(x)
        with tf.compat.v1.Session() as session:
            first = session.run(length, {x: [3.0, 4.0]})
            second = session.run(length, {x: [6.0, 8.0]})
    return first, second


def small_eager() -> Any:
    """Call the function twice: each line computes its value at once.

    https://www.tensorflow.org/guide/basics
    """
    first = small(tf.constant([3.0, 4.0]))
    second = small(tf.constant([6.0, 8.0]))
    return first, second


def small_in_function() -> Any:
    """Call a traced function twice: the first call also traces it.

    https://www.tensorflow.org/guide/function
    """
    traced = tf.function(small, autograph=False)  # no `if` or loop to convert
    first = traced(tf.constant([3.0, 4.0]))
    second = traced(tf.constant([6.0, 8.0]))
    return first, second
