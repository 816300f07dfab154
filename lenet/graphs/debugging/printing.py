"""`print` and `tf.print` in the body of a function, called in each lane."""

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from lenet.results.debugging import Printed
from lenet.results.graphs import EAGER, FUNCTION, SESSION
from lenet.snippets.terminal import terminal
from lenet.snippets.text import cleaned
from lenet.source import source_of

VALUES = (1.0, 2.0, 3.0)
PRINT_NODE = "PrintV2"  # the name that the graph chooses for it


def doubled(x: Any) -> Any:
    """Return twice a number, and print it in two ways."""
    print("print:", x)
    tf.print("tf.print:", x)
    return tf.multiply(x, 2.0, name="doubled")


def print_in_session(values: Sequence[float], fetches: Sequence[str]) -> None:
    """Build the graph once, and run it for each value."""
    with tf.Graph().as_default() as graph:
        x = tf.compat.v1.placeholder(tf.float32, ())
        doubled(x)
    with tf.compat.v1.Session(graph=graph) as session:
        for value in values:
            print("call with", value)
            session.run(fetches, {x: value})


def print_in_eager(values: Sequence[float]) -> None:
    """Call the function for each value."""
    for value in values:
        print("call with", value)
        doubled(tf.constant(value))


def print_in_function(values: Sequence[float]) -> None:
    """Call the traced function for each value."""
    traced = tf.function(doubled)
    for value in values:
        print("call with", value)
        traced(tf.constant(value))


def run_prints(*, fetch_print: bool = False) -> dict[str, Printed]:
    """Return what each lane printed in three calls, as text.

    `tf.print` writes to the process's standard error, and `print` to Python's
    standard output: both are read here, and nothing reaches the screen. With
    `fetch_print` the session also fetches the node of `tf.print`.

    https://www.tensorflow.org/api_docs/python/tf/print
    """
    fetches = ["doubled:0", *([PRINT_NODE] if fetch_print else [])]
    return {
        SESSION: _printed(print_in_session, fetches),
        EAGER: _printed(print_in_eager),
        FUNCTION: _printed(print_in_function),
    }


def _printed(driver: Callable[..., None], *args: Any) -> Printed:
    with terminal() as read:
        driver(VALUES, *args)
        text = cleaned(read())
    starts = [line.partition(":")[0] for line in text.splitlines()]
    return Printed(
        driver=source_of(driver),
        text=text,
        calls=len(VALUES),
        by_print=starts.count("print"),
        by_tf_print=starts.count("tf.print"),
    )
