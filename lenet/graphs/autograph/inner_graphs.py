"""A graph with the graphs of its branches and loops, as plain nodes."""

from collections.abc import Iterator
from typing import Any

import tensorflow as tf

from lenet.graphs.nodes import nodes_of
from lenet.results.graphs import Node

# The attributes of a node that name the graphs which it may run.
INNER = {
    "cond": "condition",
    "body": "body",
    "then_branch": "if_true",
    "else_branch": "if_false",
}
ARGUMENT = "Argument"
Library = dict[str, Any]  # a graph's functions, by name


def all_nodes(graph: tf.Graph) -> tuple[Node, ...]:
    """Return a graph's nodes, and those of the graphs inside its nodes.

    The nodes of the graph that the node "cond" runs if its condition is true
    are in the scope "cond/if_true".

    https://www.tensorflow.org/api_docs/python/tf/Graph#as_graph_def
    """
    definition = graph.as_graph_def()
    library = {one.signature.name: one for one in definition.library.function}
    inner = [
        node
        for each in definition.node
        for node in _inside(each.name, each, library)
    ]
    return (*nodes_of(graph), *inner)


def _inside(path: str, node: Any, library: Library) -> Iterator[Node]:
    """Yield the nodes of all graphs inside a node, whose place is `path`."""
    for attribute, title in INNER.items():
        name = node.attr[attribute].func.name if attribute in node.attr else ""
        if name in library:
            scope = f"{path}/{title}/"
            yield from _function(scope, node.name, library[name], library)


def _function(
    scope: str, outside: str, function: Any, library: Library
) -> Iterator[Node]:
    """Yield the nodes of one inner graph; `outside` is the node it is in."""

    def place(name: str) -> str:
        return scope + name.partition(":")[0].removeprefix(f"{outside}/")

    for argument in function.signature.input_arg:
        yield Node(place(argument.name), ARGUMENT)
    for each in function.node_def:
        inputs = [place(x) for x in each.input if not x.startswith("^")]
        controls = [place(x[1:]) for x in each.input if x.startswith("^")]
        yield Node(
            place(each.name),
            each.op,
            tuple(dict.fromkeys(inputs)),
            tuple(dict.fromkeys(controls)),
        )
        yield from _inside(place(each.name), each, library)
