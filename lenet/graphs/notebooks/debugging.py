"""What the notebook of the tab Debugging does."""

import numpy as np
import tensorflow as tf

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
from lenet.snippets.notebook import attempt


def main() -> None:
    """Debug the same lines in a Session, eagerly and in a tf.function.

    https://www.tensorflow.org/guide/function#debugging
    """
    # A wrong shape in eager execution: the error is at its line
    wrong = np.array([[0.1, 0.2, 0.3]], "float32")
    attempt(loss_in_eager, wrong, WEIGHTS)

    # The same in a Session that is told no sizes: the error is in session.run
    attempt(loss_in_session, wrong, WEIGHTS, (None, None))

    # The same in a tf.function that is told no sizes: the error is at the call
    attempt(loss_in_function, wrong, WEIGHTS, (None, None))

    # Told the real sizes, both graphs find the error while they are built
    attempt(loss_in_session, wrong, WEIGHTS, wrong.shape)
    attempt(loss_in_function, wrong, WEIGHTS, wrong.shape)

    # A NaN in each lane: it raises no error
    black = np.array([[0.0, 0.0], [0.4, 0.5]], "float32")
    attempt(loss_in_eager, black, WEIGHTS)
    attempt(loss_in_session, black, WEIGHTS, (None, None))
    attempt(loss_in_function, black, WEIGHTS, (None, None))

    # Check each result: eager execution raises an error at the line of the NaN
    with numbers_checked():
        attempt(loss_in_eager, black, WEIGHTS)

    # Check each result in a Session: the message names the line
    with numbers_checked():
        attempt(loss_in_session, black, WEIGHTS, (None, None))

    # Check each result in a tf.function: the message names the line
    with numbers_checked():
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
    line = loss_of.__code__.co_firstlineno + 4
    traced = tf.function(loss_of, autograph=False)
    debugger = Debugger(loss_of.__code__, line)
    debugger.runcall(traced, tf.constant([[0.4, 0.5]]), WEIGHTS)
    debugger.runcall(traced, tf.constant([[0.5, 0.4]]), WEIGHTS)
    print("Stops:", debugger.seen)

    # The same, with every tf.function run as Python
    debugger.seen.clear()
    tf.config.run_functions_eagerly(True)
    debugger.runcall(traced, tf.constant([[0.4, 0.5]]), WEIGHTS)
    debugger.runcall(traced, tf.constant([[0.5, 0.4]]), WEIGHTS)
    tf.config.run_functions_eagerly(False)
    debugger.clear_all_breaks()
    print("Stops:", debugger.seen)
