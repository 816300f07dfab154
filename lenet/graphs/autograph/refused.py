"""Functions that eager execution runs and a graph refuses, each with its fix.

https://github.com/tensorflow/tensorflow/blob/master/tensorflow/python/autograph/g3doc/reference/limitations.md
"""

import tensorflow as tf


def one_side(x):
    """Return 1 for a number above 0."""
    if x > 0:
        sign = 1
    return sign


def one_side_fixed(x):
    """Return 1 for a number above 0, else 0."""
    sign = 0
    if x > 0:
        sign = 1
    return sign


def no_return(x):
    """Return a number above 0."""
    if x > 0:
        return x


def no_return_fixed(x):
    """Return a number above 0, or else 0."""
    if x > 0:
        return x
    return tf.zeros_like(x)


def dtypes(x):
    """Return 1 for a number above 0, else a half."""
    if x > 0:
        result = 1
    else:
        result = 0.5
    return result


def dtypes_fixed(x):
    """Return 1 for a number above 0, else a half."""
    if x > 0:
        result = 1.0
    else:
        result = 0.5
    return result


def shapes(n):
    """Return at least n zeros."""
    row = tf.zeros((1,))
    while tf.size(row) < n:
        row = tf.concat([row, row], axis=0)
    return row


def shapes_fixed(n):
    """Return at least n zeros."""
    row = tf.zeros((1,))
    while tf.size(row) < n:
        tf.autograph.experimental.set_loop_options(
            shape_invariants=[(row, tf.TensorShape([None]))]
        )
        row = tf.concat([row, row], axis=0)
    return row


def appends(n):
    """Return the squares of 0 to n - 1."""
    squares = []
    for number in tf.range(n):
        squares.append(number * number)
    return tf.stack(squares)


def appends_fixed(n):
    """Return the squares of 0 to n - 1."""
    squares = tf.TensorArray(tf.int32, size=n)
    for number in tf.range(n):
        squares = squares.write(number, number * number)
    return squares.stack()


def returns_early(limit):
    """Return the first number whose square is more than limit."""
    for number in tf.range(100):
        if number * number > limit:
            return number
    return -1


def returns_early_fixed(limit):
    """Return the first number whose square is more than limit."""
    first = -1
    for number in tf.range(100):
        if number * number > limit:
            first = number
            break
    return first


def from_text(x):
    """Return x without its sign."""
    function = eval("lambda x: x if x > 0 else -x")
    return function(x)


def from_text_fixed(x):
    """Return x without its sign."""

    def function(x):
        return x if x > 0 else -x

    return function(x)


@tf.autograph.experimental.do_not_convert
def left_alone(x):
    """Return x without its sign."""
    if x > 0:
        return x
    return -x


@tf.autograph.experimental.do_not_convert
def left_alone_fixed(x):
    """Return x without its sign."""
    return tf.where(x > 0, x, -x)
