"""What the notebook of the tab Debugging does."""

import numpy as np
import tensorflow as tf

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
    weights = np.array([[0.5, -0.5], [1.0, 0.0]], "float32")
    wrong = np.array([[0.1, 0.2, 0.3]], "float32")
    attempt(loss_in_eager, wrong, weights)
    attempt(loss_in_session, wrong, weights, (None, None))
    attempt(loss_in_function, wrong, weights, (None, None))

    # A NaN: it raises no error
    black = np.array([[0.0, 0.0], [0.4, 0.5]], "float32")
    attempt(loss_in_eager, black, weights)
    attempt(loss_in_session, black, weights, (None, None))
    attempt(loss_in_function, black, weights, (None, None))

    # The same with a check of each result
    tf.debugging.enable_check_numerics()
    attempt(loss_in_eager, black, weights)
    tf.debugging.disable_check_numerics()

    # print and tf.print: tf.print writes to standard error
    values = [1.0, 2.0, 3.0]
    print_in_session(values, ["doubled:0"])
    print_in_session(values, ["doubled:0", "PrintV2"])
    print_in_eager(values)
    print_in_function(values)

    # A breakpoint at the matrix product, in two calls of a tf.function
    line = loss_of.__code__.co_firstlineno + 4
    traced = tf.function(loss_of, autograph=False)
    debugger = Debugger(loss_of.__code__, line)
    debugger.runcall(traced, tf.constant([[0.4, 0.5]]), weights)
    debugger.runcall(traced, tf.constant([[0.5, 0.4]]), weights)
    print("Stops:", debugger.seen)

    # The same, with every tf.function run as Python
    debugger.seen.clear()
    tf.config.run_functions_eagerly(True)
    debugger.runcall(traced, tf.constant([[0.4, 0.5]]), weights)
    debugger.runcall(traced, tf.constant([[0.5, 0.4]]), weights)
    tf.config.run_functions_eagerly(False)
    debugger.clear_all_breaks()
    print("Stops:", debugger.seen)
