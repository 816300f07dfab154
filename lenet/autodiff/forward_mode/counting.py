"""Count the operations that ran, also those within traced functions."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

# Of what a traced function consists is not public.
from tensorflow.python.eager import context

from lenet.autodiff.recording import recording

NO_WORK = {"Const", "Identity", "NoOp", "Placeholder"}


@dataclass
class Count:
    """The number of operations that ran."""

    operations: int = 0


@contextmanager
def counting() -> Iterator[Count]:
    """Count the operations of this thread, when the block has ended.

    `tf.autodiff.ForwardAccumulator` traces a function for each kind of
    operation, which then runs as one. What is counted is what such a function
    needs for its outputs: TensorFlow leaves out the rest.
    """
    count = Count()
    with recording() as ran:
        yield count
    count.operations = sum(_operations(each.kind) for each in ran)


def _operations(kind: str) -> int:
    traced = context.context()
    if not traced.has_function(kind):
        return int(kind not in NO_WORK)
    definition = traced.get_function_def(kind)
    nodes = {node.name: node for node in definition.node_def}
    return sum(
        _operations(nodes[name].op) for name in _needed(definition, nodes)
    )


def _needed(definition: Any, nodes: Mapping[str, Any]) -> set[str]:
    """Return the names of the nodes that lead to a function's outputs."""
    needed: set[str] = set()
    left = [_node(each) for each in definition.ret.values()]
    while left:
        name = left.pop()
        if name in nodes and name not in needed:
            needed.add(name)
            left += map(_node, nodes[name].input)
    return needed


def _node(output: str) -> str:
    """Return the node of "Mul:z:0", an output, or "^Mul", a control input."""
    return output.removeprefix("^").partition(":")[0]
