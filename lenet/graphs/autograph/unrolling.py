"""A loop of Python's and a loop of the graph: how many nodes each one has."""

from collections.abc import Sequence

import tensorflow as tf

from lenet.graphs.autograph import MOST_PASSES
from lenet.graphs.autograph.examples import power
from lenet.graphs.autograph.inner_graphs import all_nodes
from lenet.results.autograph import Loop

MULTIPLICATION = "Mul"


def trace_loops(passes: int) -> tuple[Loop, Loop]:
    """Trace `power` with a Python number of passes, then with a tensor.

    Raises ValueError for less than 1 pass or more than MOST_PASSES.

    https://www.tensorflow.org/guide/function#loops
    """
    if not 1 <= passes <= MOST_PASSES:
        raise ValueError(
            f"The loop was to have {passes} passes. It may have 1 to "
            f"{MOST_PASSES}: choose a number between them."
        )
    return _loop(passes), _loop(tf.constant(passes))


def trace_many(counts: Sequence[int]) -> dict[int, tuple[Loop, Loop]]:
    """Return both loops for each number of passes; see `trace_loops`."""
    return {passes: trace_loops(passes) for passes in counts}


def _loop(n: int | tf.Tensor) -> Loop:
    traced = tf.function(power)
    graph = traced.get_concrete_function(tf.constant(2.0), n).graph
    kinds = [node.kind for node in all_nodes(graph)]
    return Loop(len(kinds), kinds.count(MULTIPLICATION))
