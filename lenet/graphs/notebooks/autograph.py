"""AutoGraph in a notebook: what it makes of Python, and what it refuses."""

import tensorflow as tf

from lenet.graphs.autograph.examples import absolute, power
from lenet.graphs.autograph.inner_graphs import all_nodes
from lenet.graphs.autograph.refused import shapes, shapes_fixed


def main() -> None:
    """Show what AutoGraph makes of an if and a loop, and what it refuses.

    `tf.function` traces Python, and Python's `if` needs a value that a graph
    does not have yet. So AutoGraph writes the function anew first.

    https://www.tensorflow.org/guide/function#autograph_transformations
    """
    # Read the code that AutoGraph makes
    # Each branch becomes a function, and `ag__.if_stmt` gets both.
    print(tf.autograph.to_code(absolute))

    # Call it with a value for each branch
    # The graph is traced once, and decides each time that it runs.
    traced = tf.function(absolute)
    for number in (4, -3, -5):
        given = tf.constant(number)
        print(number, "->", absolute(given).numpy(), traced(given).numpy())
    print("Graphs traced:", traced.experimental_get_tracing_count())

    # See the branches inside the graph's StatelessIf
    for node in all_nodes(traced.get_concrete_function(given).graph):
        print(f"{node.kind:12} {node.name}")

    # Call it with Python numbers
    # Each number is a new signature. Python decides while it traces.
    traced = tf.function(absolute)
    for number in (4, -3):
        graph = traced.get_concrete_function(number).graph
        kinds = [node.kind for node in all_nodes(graph)]
        print(number, "->", traced(number).numpy(), kinds)

    # Trace it without AutoGraph
    try:
        tf.function(absolute, autograph=False)(tf.constant(-3))
    except TypeError as error:
        print(f"{type(error).__name__}: {error}")

    # Count the multiplications of a loop
    # A Python loop adds nodes in each pass, a graph's loop repeats its body.
    x = tf.constant(2.0)
    for passes in (5, 10, 20):
        for n in (passes, tf.constant(passes)):
            graph = tf.function(power).get_concrete_function(x, n).graph
            kinds = [node.kind for node in all_nodes(graph)]
            kind = "tensor" if tf.is_tensor(n) else "Python number"
            print(f"{passes} passes, n is a {kind}: {kinds.count('Mul')}")

    # See what a graph refuses, and the fix
    # Eager execution accepts a tensor that grows in a loop.
    n = tf.constant(8)
    print("Eager:", shapes(n).numpy())
    try:
        tf.function(shapes)(n)
    except ValueError as error:
        print(f"{type(error).__name__}: {error}")
    print("Fixed:", tf.function(shapes_fixed)(n).numpy())
