"""What was computed from what, as boxes and edges between them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lenet.autodiff.none_clinic.observed import Place
from lenet.autodiff.recording import Ran

# Kinds of edges: of a tensor, of what a variable keeps, and through NumPy.
TENSOR, STATE, ARRAY = "tensor", "state", "array"


@dataclass(frozen=True, eq=False)
class Edge:
    """A value that one box passes to another.

    A TENSOR is the input number `index` of the operation `ran`. STATE is a
    value that a variable keeps, ARRAY one that left TensorFlow.
    """

    source: str
    target: str
    kind: str
    place: Place
    ran: Ran | None = None
    index: int = 0


@dataclass(eq=False)
class Box:
    """An operation, a variable, a named constant or an array, with its value.

    `line` is the one that made it, in the function's file, or 0. `place` is
    None for what is no operation. `recorded`: it is a traced function that some
    tape recorded, such as one within the call of a model.
    """

    name: str
    kind: str
    value: Any
    line: int = 0
    place: Place | None = None
    recorded: bool = False


@dataclass(eq=False)
class Flow:
    """Boxes by name, in their order in the run, and the edges between them."""

    boxes: dict[str, Box] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)

    def add(
        self,
        name: str,
        kind: str,
        value: Any,
        line: int = 0,
        place: Place | None = None,
    ) -> Box:
        """Add a box; a name that is taken gets a number."""
        number, free = 1, name
        while free in self.boxes:
            number += 1
            free = f"{name} ({number})"
        self.boxes[free] = Box(free, kind, value, line, place)
        return self.boxes[free]

    def into(self, name: str) -> list[Edge]:
        """Return the edges that end at a box."""
        return [edge for edge in self.edges if edge.target == name]

    def out_of(self, name: str) -> list[Edge]:
        """Return the edges that start at a box."""
        return [edge for edge in self.edges if edge.source == name]

    def before(self, name: str) -> set[str]:
        """Return a box and all boxes that it was computed from."""
        return _closed(name, lambda at: [e.source for e in self.into(at)])

    def after(self, name: str) -> set[str]:
        """Return a box and all boxes that were computed from it."""
        return _closed(name, lambda at: [e.target for e in self.out_of(at)])

    def reached(self, name: str, passes: Callable[[Edge], bool]) -> set[str]:
        """Return a box and all boxes that lead to it by edges that pass."""
        return _closed(
            name, lambda at: [e.source for e in self.into(at) if passes(e)]
        )

    def path(self, source: str, target: str) -> list[Edge] | None:
        """Return the edges of a shortest path, None if there is none."""
        ways: dict[str, list[Edge]] = {source: []}
        rest = [source]
        while rest and target not in ways:
            at = rest.pop(0)
            for edge in self.out_of(at):
                if edge.target not in ways:
                    ways[edge.target] = [*ways[at], edge]
                    rest.append(edge.target)
        return ways.get(target)


def _closed(name: str, following: Callable[[str], list[str]]) -> set[str]:
    """Return a box and all that can be reached from it."""
    found, rest = {name}, [name]
    while rest:
        new = set(following(rest.pop())) - found
        found |= new
        rest += new
    return found
