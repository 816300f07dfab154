"""What the notebook of the tab Debugging does."""

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.graphs.debugging.breakpoints import functions_run_eagerly
from lenet.graphs.debugging.bugs import WEIGHTS, numbers_checked
from lenet.graphs.debugging.debugger import Debugger
from lenet.graphs.debugging.printing import (
    print_in_eager,
    print_in_function,
    print_in_session,
)
from lenet.graphs.debugging.program import (
    loss_in_eager,
    loss_in_function,
    loss_in_session,
    loss_of,
)
from lenet.graphs.notebooks.attempt import attempt


def main() -> None:
    """Debug the same lines in a Session, eagerly and in a tf.function.

    https://www.tensorflow.org/guide/function#debugging
    """
    # A wrong shape, where the graphs are told that all sizes are unknown
    wrong = np.array([[0.1, 0.2, 0.3]], "float32")
    attempt(loss_in_eager, wrong, WEIGHTS)
    attempt(loss_in_session, wrong, WEIGHTS, (None, None))
    attempt(loss_in_function, wrong, WEIGHTS, (None, None))

    # A NaN: it raises no error
    black = np.array([[0.0, 0.0], [0.4, 0.5]], "float32")
    attempt(loss_in_eager, black, WEIGHTS)
    attempt(loss_in_session, black, WEIGHTS, (None, None))
    attempt(loss_in_function, black, WEIGHTS, (None, None))

    # The same with a check of each result
    with numbers_checked():
        attempt(loss_in_eager, black, WEIGHTS)
        attempt(loss_in_session, black, WEIGHTS, (None, None))
        attempt(loss_in_function, black, WEIGHTS, (None, None))

    # print and tf.print in a Session: tf.print writes to standard error
    values = [1.0, 2.0, 3.0]
    print_in_session(values, ["doubled:0"])

    # The Session also fetches the node of tf.print
    print_in_session(values, ["doubled:0", "PrintV2"])

    # print and tf.print in eager execution
    print_in_eager(values)

    # print and tf.print in a tf.function
    print_in_function(values)

    # A breakpoint at the matrix product, in two calls of a tf.function
    traced = tf.function(loss_of, autograph=False)
    print("Stops:", stops_in_two_calls(traced))

    # The same, with every tf.function run as Python
    with functions_run_eagerly(True):
        print("Stops:", stops_in_two_calls(traced))


def stops_in_two_calls(traced: Callable[..., Any]) -> list[dict[str, str]]:
    """Return what a debugger sees at the matrix product of the body."""
    line = loss_of.__code__.co_firstlineno + 4
    debugger = Debugger(loss_of.__code__, line)
    debugger.runcall(traced, tf.constant([[0.4, 0.5]]), WEIGHTS)
    debugger.runcall(traced, tf.constant([[0.5, 0.4]]), WEIGHTS)
    debugger.clear_all_breaks()
    return debugger.seen
