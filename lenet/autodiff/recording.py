"""Record the operations that run, as nodes of a graph with their tensors.

The tape's own list cannot be read. These are the same operations: those that
ran inside its `with` block, and those that its backward pass ran.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

# TensorFlow has no public way to listen to operations: see
# lenet.tape.operation_log.
from tensorflow.python.framework import op_callbacks

from lenet.results.graphs import Node

CONSTANT = "Constant"  # the kind of an input that no recorded operation made
VARIABLE = "Variable"
READ = "ReadVariableOp"
# How TensorFlow names a traced function: the second kind also returns what the
# backward pass needs, and is called only if a tape records.
FUNCTION, RECORDED = "__inference_", "__forward_"
Named = Mapping[str, tf.Tensor | tf.Variable]


@dataclass(frozen=True, eq=False)
class Ran:
    """One operation that ran; it keeps its tensors, so that their ids stay."""

    kind: str
    inputs: tuple[tf.Tensor, ...]
    outputs: tuple[tf.Tensor, ...]
    attributes: Mapping[str, Any]


@contextmanager
def recording(
    also: Callable[[Ran], None] | None = None,
) -> Iterator[list[Ran]]:
    """Fill the list with the eager operations of this thread, as they run.

    `also` is called with each, while it runs.

    TensorFlow does not report how an operation reads a variable that it is
    given; `Graph` finds such variables by their values. So no constant of a
    recorded example may have the value of one of its variables. A tensor that
    the tape watches is found by itself.
    """
    ran: list[Ran] = []

    def note(
        kind: str | bytes,
        inputs: Sequence[tf.Tensor],
        attributes: Sequence[Any] | None,
        outputs: Sequence[tf.Tensor] | None,
        op_name: str | None = None,
        graph: tf.Graph | None = None,
    ) -> None:
        if graph is not None:  # a function is being traced
            return
        each = Ran(
            kind if isinstance(kind, str) else kind.decode(),
            tuple(inputs),
            tuple(outputs or ()),
            _pairs(attributes),
        )
        ran.append(each)
        if also:
            also(each)

    op_callbacks.add_op_callback(note)
    try:
        yield ran
    finally:
        op_callbacks.remove_op_callback(note)


def _pairs(attributes: Sequence[Any] | None) -> dict[str, Any]:
    flat = list(attributes or ())
    return dict(zip(map(str, flat[::2]), flat[1::2], strict=True))


class Graph:
    """Recorded operations as nodes, joined by the tensors they pass on.

    `named` are the tensors and variables that have a name of their own, such
    as "x". Other tensors that no operation made are constants. Reads of
    variables are no nodes. Further operations are added with `add`, such as
    those of the backward pass.
    """

    def __init__(self, named: Named, ran: Sequence[Ran] = ()) -> None:
        self.nodes: list[Node] = []
        self.tensors: dict[str, tf.Tensor] = {}  # a node's first output
        self._makers: dict[int, str] = {}  # node names by tensor id
        self._kept: list[Any] = [named]  # so that no id is used twice
        self._variables: dict[str, tf.Variable] = {}
        for name, value in named.items():
            self._add_named(name, value)
        self.add(ran)

    def add(self, ran: Sequence[Ran]) -> list[str]:
        """Add operations in the order in which they ran; return their names."""
        self._kept.extend(ran)
        return [name for each in ran if (name := self._add(each))]

    def node(self, name: str) -> Node:
        """Return the node of this name; raise KeyError if there is none."""
        return {node.name: node for node in self.nodes}[name]

    def maker(self, tensor: tf.Tensor) -> str | None:
        """Return the name of the node that made a tensor, None if unknown."""
        return self._makers.get(id(tensor)) or self._variable_read(tensor)

    def _add_named(self, name: str, value: tf.Tensor | tf.Variable) -> None:
        if isinstance(value, tf.Variable):
            self._variables[name] = value
            self._makers[id(value.handle)] = name
            self._append(name, VARIABLE, (), value.read_value())
        else:
            self._append(name, CONSTANT, (), value)

    def _add(self, ran: Ran) -> str | None:
        makers = tuple(dict.fromkeys(map(self._source, ran.inputs)))
        if ran.kind == READ:
            self._makers |= {id(each): makers[0] for each in ran.outputs}
            return None
        name = self._free(snake(ran.kind))
        self._append(name, ran.kind, makers, *ran.outputs)
        return name

    def _append(
        self, name: str, kind: str, makers: tuple[str, ...], *outputs: tf.Tensor
    ) -> None:
        shape = dtype = ""
        if outputs:
            self.tensors[name] = outputs[0]
            self._kept.append(outputs)
            shape, dtype = str(tuple(outputs[0].shape)), outputs[0].dtype.name
        self._makers |= {id(each): name for each in outputs}
        self.nodes.append(Node(name, kind, makers, (), shape, dtype))

    def _source(self, tensor: tf.Tensor) -> str:
        """Return the node that made a tensor; make a constant's if none did."""
        if found := self.maker(tensor):
            return found
        name = self._free("constant")
        self._append(name, CONSTANT, (), tensor)
        return name

    def _variable_read(self, tensor: tf.Tensor) -> str | None:
        for name, variable in self._variables.items():
            if (
                tensor.dtype == variable.dtype
                and tensor.shape == variable.shape
                and np.array_equal(tensor, variable, equal_nan=True)
            ):
                return name
        return None

    def _free(self, name: str) -> str:
        """Return a name that no node has, numbered as TensorFlow numbers."""
        number, free = 0, name
        while free in self.tensors or any(n.name == free for n in self.nodes):
            number += 1
            free = f"{name}_{number}"
        return free


def snake(kind: str) -> str:
    """Return an operation's kind as a name: "MatMul" becomes "mat_mul"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).lower()
