"""Side effects in a traced function: each in the smallest function.

Every one is called three times, with tensors of one signature.
"""

from typing import Any

import tensorflow as tf


def print_in_body() -> dict[str, Any]:
    """Print in the body: Python's print, which is no operation."""

    @tf.function
    def double(x: tf.Tensor) -> tf.Tensor:
        print("double of", x)
        return 2 * x

    results = [double(tf.constant(n)) for n in range(3)]
    return {"returned": [int(each) for each in results]}


def print_in_graph() -> dict[str, Any]:
    """Print with tf.print, which is an operation."""

    @tf.function
    def double(x: tf.Tensor) -> tf.Tensor:
        tf.print("double of", x)
        return 2 * x

    results = [double(tf.constant(n)) for n in range(3)]
    return {"returned": [int(each) for each in results]}


def count_in_python() -> dict[str, int]:
    """Count the calls in a Python variable."""
    calls = 0

    @tf.function
    def double(x: tf.Tensor) -> tf.Tensor:
        nonlocal calls
        calls += 1
        return 2 * x

    for n in range(3):
        double(tf.constant(n))
    return {"counted": calls}


def count_in_graph() -> dict[str, int]:
    """Count the calls in a tf.Variable, whose assignment is an operation."""
    calls = tf.Variable(0)

    @tf.function
    def double(x: tf.Tensor) -> tf.Tensor:
        calls.assign_add(1)
        return 2 * x

    for n in range(3):
        double(tf.constant(n))
    return {"counted": int(calls)}


def append_in_python() -> dict[str, Any]:
    """Append to a Python list, and use what is in it afterwards."""
    seen: list[tf.Tensor] = []

    @tf.function
    def double(x: tf.Tensor) -> tf.Tensor:
        seen.append(2 * x)
        return 2 * x

    for n in range(3):
        double(tf.constant(n))
    print("items:", len(seen))
    print("first:", seen[0])
    return {"sum": int(seen[0] + seen[-1])}


def return_from_graph() -> dict[str, Any]:
    """Return the tensor, and append it outside of the function."""
    seen: list[tf.Tensor] = []

    @tf.function
    def double(x: tf.Tensor) -> tf.Tensor:
        return 2 * x

    for n in range(3):
        seen.append(double(tf.constant(n)))
    print("items:", len(seen))
    print("first:", seen[0])
    return {"sum": int(seen[0] + seen[-1])}


def variable_in_body() -> dict[str, int]:
    """Create a variable in the body: a new one each time that it is traced."""

    @tf.function
    def scaled(x: tf.Tensor) -> tf.Tensor:
        factor = tf.Variable(2)
        return factor * x

    return {"sum": sum(int(scaled(tf.constant(n))) for n in range(3))}


def variable_outside() -> dict[str, int]:
    """Create the variable once, outside of the function."""
    factor = tf.Variable(2)

    @tf.function
    def scaled(x: tf.Tensor) -> tf.Tensor:
        return factor * x

    return {"sum": sum(int(scaled(tf.constant(n))) for n in range(3))}
