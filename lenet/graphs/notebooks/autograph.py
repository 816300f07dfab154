"""AutoGraph in a notebook: what it makes of Python, and what it refuses."""

import tensorflow as tf

from lenet.graphs.autograph.examples import absolute
from lenet.graphs.autograph.inner_graphs import all_nodes
from lenet.graphs.autograph.refused import shapes, shapes_fixed
from lenet.graphs.autograph.unrolling import trace_loops


def main() -> None:
    """Show what AutoGraph makes of an if and a loop, and what it refuses.

    `tf.function` traces Python, and Python's `if` needs a value that a graph
    does not have yet. So AutoGraph rewrites the function first.

    https://www.tensorflow.org/guide/function#autograph_transformations
    """
    # Read the code that AutoGraph makes
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
    for number in (4, -3):
        graph = tf.function(absolute).get_concrete_function(number).graph
        print(number, "->", [node.kind for node in all_nodes(graph)])

    # Trace it without AutoGraph
    try:
        tf.function(absolute, autograph=False)(tf.constant(-3))
    except TypeError as error:
        print(f"{type(error).__name__}: {error}")

    # Count the multiplications of a loop
    # A Python loop adds nodes in each pass, a graph's loop repeats its body.
    for passes in (5, 10, 20):
        python, tensor = trace_loops(passes)
        print(f"{passes} passes:", python, "as a tensor:", tensor)

    # See what a graph refuses, and the fix
    n = tf.constant(8)
    print("Eager:", shapes(n).numpy())
    try:
        tf.function(shapes)(n)
    except ValueError as error:
        print(f"{type(error).__name__}: {error}")
    print("Fixed:", tf.function(shapes_fixed)(n).numpy())
