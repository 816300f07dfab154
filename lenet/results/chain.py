"""A backward pass as the tape ran it, operation by operation: plain data."""

from dataclasses import dataclass

import numpy as np

from lenet.results.graphs import Node
from lenet.source import Source

DENSE = "Dense layer"
SOFTMAX = "Softmax with cross-entropy"
CONVOLUTION = "Convolution"
EXAMPLES = (DENSE, SOFTMAX, CONVOLUTION)


@dataclass(frozen=True)
class Operation:
    """An operation that a gradient function ran, with its tensors."""

    kind: str
    inputs: tuple[np.ndarray, ...]
    outputs: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Flow:
    """What a gradient function passes on to one input of its operation.

    `input` is the name of the node that made the input. `jacobian` is the local
    derivative: the shape of the output, then that of the input. `gradient` is
    what TensorFlow's function returned.
    """

    input: str
    jacobian: np.ndarray
    gradient: np.ndarray

    def product(self, upstream: np.ndarray) -> np.ndarray:
        """Return the upstream gradient times the local derivative."""
        with np.errstate(all="ignore"):
            return np.tensordot(upstream, self.jacobian, upstream.ndim)


@dataclass(frozen=True)
class Call:
    """One call of a gradient function: `node` is the name of its operation.

    `upstream` is the gradient that arrived; it has the shape of the output.
    `ran` are the operations that the function ran.
    """

    node: str
    kind: str
    upstream: np.ndarray
    flows: tuple[Flow, ...]
    ran: tuple[Operation, ...]


@dataclass(frozen=True)
class Sum:
    """The sum of the gradients that arrived at a node on several ways."""

    node: str
    parts: tuple[np.ndarray, ...]
    total: np.ndarray


Step = Call | Sum


@dataclass(frozen=True)
class Arrived:
    """The gradients that have arrived at a node, of those that will.

    `total` is their sum once the tape has it; None before.
    """

    count: int
    expected: int
    total: np.ndarray | None


@dataclass(frozen=True)
class Chain:
    """A forward pass as a graph, and the steps of its backward pass.

    `values` are those of the nodes. `gradients` are those of the `sources`
    that the tape was asked for.
    """

    source: Source
    nodes: tuple[Node, ...]
    values: dict[str, np.ndarray]
    target: str
    sources: tuple[str, ...]
    steps: tuple[Step, ...]
    gradients: dict[str, np.ndarray]

    @property
    def operations(self) -> int:
        """Count what the gradient functions ran, and the sums."""
        return sum(len(call.ran) for call in self.calls) + len(self.sums)

    @property
    def seed(self) -> np.ndarray:
        """Return the gradient of the target for itself: ones."""
        return np.ones_like(self.values[self.target])

    @property
    def calls(self) -> tuple[Call, ...]:
        """Return the calls of gradient functions, in their order."""
        return tuple(step for step in self.steps if isinstance(step, Call))

    @property
    def sums(self) -> tuple[Sum, ...]:
        """Return the sums of gradients, in their order."""
        return tuple(step for step in self.steps if isinstance(step, Sum))

    def position_of(self, node: str) -> int | None:
        """Return the position after the step of a node, None without one.

        Position 0 is before the first step. An operation's step is the call of
        its gradient function; another node's is its sum, or the call that
        brings its only gradient.
        """
        own = [
            number
            for number, step in enumerate(self.steps, 1)
            if isinstance(step, Call) and step.node == node
        ]
        return own[0] if own else self._last_of(node)

    def arrived(self, node: str, position: int) -> Arrived:
        """Return the gradients of a node after the first `position` steps."""
        came = self._came(self.steps[:position], node)
        expected = len(self._came(self.steps, node))
        total = came[0] if len(came) == expected == 1 else None
        for step in self.steps[:position]:
            if isinstance(step, Sum) and step.node == node:
                total = step.total
        return Arrived(len(came), expected, total)

    def _last_of(self, node: str) -> int | None:
        positions = [
            number
            for number, step in enumerate(self.steps, 1)
            if (isinstance(step, Sum) and step.node == node)
            or self._came((step,), node)
        ]
        return positions[-1] if positions else None

    @staticmethod
    def _came(steps: tuple[Step, ...], node: str) -> list[np.ndarray]:
        return [
            flow.gradient
            for step in steps
            if isinstance(step, Call)
            for flow in step.flows
            if flow.input == node
        ]
