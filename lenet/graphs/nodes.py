"""A TensorFlow graph as plain nodes."""

from collections.abc import Iterable
from typing import Any

import tensorflow as tf

from lenet.results.graphs import Node


def nodes_of(graph: tf.Graph) -> tuple[Node, ...]:
    """Return all operations of a graph, in the order in which they were made.

    https://www.tensorflow.org/api_docs/python/tf/Graph#get_operations
    """
    return tuple(map(node_of, graph.get_operations()))


def node_of(operation: tf.Operation) -> Node:
    """Return one operation as a node."""
    shape = dtype = ""
    if operation.outputs:
        first = operation.outputs[0]
        shape, dtype = _shape(first.shape), first.dtype.name
    return Node(
        name=operation.name,
        kind=operation.type,
        inputs=_unique(tensor.op.name for tensor in operation.inputs),
        # TensorFlow keeps them as a set: in another order in each process.
        controls=tuple(
            sorted({each.name for each in operation.control_inputs})
        ),
        shape=shape,
        dtype=dtype,
    )


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _shape(shape: Any) -> str:
    if shape.rank is None:
        return "?"
    sizes = ["?" if size is None else str(size) for size in shape.as_list()]
    return f"({', '.join(sizes)})"
