"""What one `session.run` ran of a graph: plain data."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from lenet.results.graphs import Node
from lenet.results.lanes import FORWARD, PROGRAM_NAMES, SMALL, TRAINING

# The programs of the lesson, and the node that its question is about.
PROGRAMS = {"small": SMALL, "forward": FORWARD, "training": TRAINING}
assert tuple(PROGRAMS.values()) == PROGRAM_NAMES
ASKED = {"small": "total", "forward": "probabilities", "training": "loss"}
INITIALISER = "init"  # the node that initialises all variables
TRAIN = "train"  # the node that needs every update of a variable
UPDATES = ("AssignSubVariableOp", "AssignVariableOp")
# Op kernels that compute several nodes, and the kinds of node that they join.
JOINING = re.compile(r"Fused|With(Bias|Relu)")
JOINABLE = {
    *("Conv2D", "MatMul", "BiasAdd", "BiasAddGrad"),
    *("AddV2", "Relu", "Relu6", "Elu", "LeakyRelu"),
}


@dataclass(frozen=True)
class Fetched:
    """One run of one fetch.

    `ran` has the microseconds of each node that ran, in the order in which they
    started. `kernels` has the kind of op kernel for each of them, which differs
    from the node's kind where TensorFlow joined or replaced nodes. `others` are
    the nodes that ran and are not in the graph as it was built. `fed` are the
    placeholders that took a value. `value` describes what the run returned;
    after an error it is "", and `error` is the message.
    """

    name: str
    ran: dict[str, float] = field(default_factory=dict)
    kernels: dict[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    fed: tuple[str, ...] = ()
    value: str = ""
    error: str = ""

    @property
    def microseconds(self) -> float:
        """The sum of the times of all nodes that ran."""
        return sum(self.ran.values())


def needed(nodes: Sequence[Node], name: str) -> tuple[str, ...]:
    """Return the names of all nodes that lead to one, and its own name.

    They are in the graph's order. Raises ValueError for a name that no node
    has.
    """
    by_name = {node.name: node for node in nodes}
    if name not in by_name:
        raise ValueError(
            f"The graph has no node {name!r}. Choose one of its "
            f"{len(by_name)} nodes, such as {next(iter(by_name), '')!r}."
        )
    found, waiting = {name}, [name]
    while waiting:
        node = by_name[waiting.pop()]
        fresh = {*node.inputs, *node.controls} - found
        found |= fresh
        waiting += fresh
    return tuple(each for each in by_name if each in found)


def updates(nodes: Sequence[Node]) -> tuple[str, ...]:
    """Return the nodes that change a variable after its initialisation."""
    return tuple(node.name for node in nodes if is_update(node.kind, node.name))


def is_update(kind: str, name: str) -> bool:
    """Return whether a node changes a variable that has its first value."""
    return kind in UPDATES and not name.endswith("/Assign")


def left_out(nodes: Sequence[Node], run: Fetched) -> tuple[str, ...]:
    """Return the nodes that lead to the fetch, but ran no op kernel."""
    seen = run.ran.keys() | set(run.fed)
    return tuple(name for name in needed(nodes, run.name) if name not in seen)


def joined(nodes: Sequence[Node], run: Fetched) -> dict[str, str]:
    """Return the node that ran each left-out node as a part of its op kernel.

    It uses the left-out node's result, directly or through other left-out ones,
    or it shares an input with it. Left-out nodes without such a node are not in
    the result.
    """
    kinds = {node.name: node.kind for node in nodes}
    wholes = {
        name
        for name, kernel in run.kernels.items()
        if kernel != kinds[name] and JOINING.search(kernel)
    }
    missing = [n for n in left_out(nodes, run) if kinds[n] in JOINABLE]
    found: dict[str, str] = {}
    for name in reversed(missing):  # users come later than what they use
        users = [node for node in nodes if name in node.inputs]
        direct = [node.name for node in users if node.name in wholes]
        passed = [found[node.name] for node in users if node.name in found]
        if into := [*direct, *passed, *_beside(nodes, name, wholes)]:
            found[name] = into[0]
    return {name: found[name] for name in missing if name in found}


def _beside(
    nodes: Sequence[Node], name: str, wholes: Collection[str]
) -> list[str]:
    own = next(set(node.inputs) for node in nodes if node.name == name)
    return [
        node.name
        for node in nodes
        if node.name in wholes and own & set(node.inputs)
    ]
