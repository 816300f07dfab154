"""Functions that AutoGraph can convert: their `if` and loops may get tensors.

https://www.tensorflow.org/guide/function#autograph_transformations
"""

import tensorflow as tf


def absolute(x):
    """Return x without its sign."""
    if x < 0:
        result = -x
    else:
        result = x
    return result


def halvings(x):
    """Return how often x is halved until it is less than 1."""
    count = 0
    while x >= 1:
        x = x / 2
        count = count + 1
    return count


def power(x, n):
    """Return x to the power n."""
    result = tf.ones_like(x)
    for _ in range(n):
        result = result * x
    return result


def first_over(limit):
    """Return the first number whose square is more than limit."""
    first = -1
    for number in tf.range(100):
        if number * number > limit:
            first = number
            break
    return first


def sign(x):
    """Return -1, 0 or 1."""
    if x < 0:
        return -1
    if x > 0:
        return 1
    return 0
