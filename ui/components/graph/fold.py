"""Fold a graph: its nodes in boxes, by their name scopes.

A scope is a box that opens. Where a scope holds many boxes, those whose names
differ only by a number, as Mul and Mul_1, are in one box, a stack.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lenet.results.graphs import Node

WHOLE = 12  # nodes of a graph that opens whole; boxes of a scope without stacks
FEWEST = 4  # boxes that a larger graph opens with, where it has them
STACK = 3  # boxes that make a stack
NUMBER = re.compile(r"(_\d+)+$")


@dataclass(frozen=True)
class Box:
    """A node, or what a scope or a stack holds.

    `name` is the node's, or that of a scope with "/" at its end, or of a stack with
    "_*" at its end: no two boxes have the same. `title` is the part of it that its
    surroundings do not say. `nodes` are the names of all nodes in it.
    """

    name: str
    title: str
    nodes: tuple[str, ...]
    parts: tuple["Box", ...] = ()

    def walk(self) -> Iterator["Box"]:
        """Yield this box and all boxes in it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True)
class Edge:
    """All edges between the nodes of two visible boxes; `controls` only order them."""

    source: str
    target: str
    count: int
    controls: bool


@dataclass
class _Scope:
    scopes: dict[str, "_Scope"] = field(default_factory=dict)
    node: str = ""


def fold(nodes: Sequence[Node]) -> Box:
    """Return the box of a whole graph; its name is ""."""
    root = _Scope()
    order = {node.name: index for index, node in enumerate(nodes)}
    for name in order:
        scope = root
        for segment in name.split("/"):
            scope = scope.scopes.setdefault(segment, _Scope())
        scope.node = name
    return replace(_box(root, "", "", order), name="", title="")


def _box(scope: _Scope, path: str, title: str, order: Mapping[str, int]) -> Box:
    parts = [
        _box(inner, f"{path}{segment}/", segment, order)
        for segment, inner in scope.scopes.items()
    ]
    if scope.node:
        parts.append(Box(scope.node, title, (scope.node,)))
    if len(parts) == 1 and path:
        only = parts[0]
        joined = title if only.name == scope.node else f"{title}/{only.title}"
        return replace(only, title=joined)
    if len(parts) > WHOLE:
        parts = _stacked(parts, path, order)
    return _together(path, title, parts, order)


def _together(
    name: str, title: str, parts: Sequence[Box], order: Mapping[str, int]
) -> Box:
    ordered = tuple(sorted(parts, key=lambda part: order[part.nodes[0]]))
    names = (name for part in ordered for name in part.nodes)
    return Box(name, title, tuple(sorted(names, key=order.__getitem__)), ordered)


def _stacked(parts: Sequence[Box], path: str, order: Mapping[str, int]) -> list[Box]:
    """Put parts that are nodes, or belong to one, into stacks."""
    alike: dict[str, list[Box]] = defaultdict(list)
    for part in parts:
        is_scope = f"{path}{part.title}" not in part.nodes and len(part.nodes) > 1
        alike[part.title if is_scope else _base(part.title)].append(part)
    stacks = []
    for base, boxes in alike.items():
        if len(boxes) < STACK:
            stacks += boxes
        else:
            stacks.append(_together(f"{path}{base}_*", f"{base}_*", boxes, order))
    return stacks


def _base(title: str) -> str:
    """Return the title without its number: "Cast" for "Cast_3/ReadVariableOp"."""
    return NUMBER.sub("", title.partition("/")[0])


def opened_first(root: Box) -> frozenset[str]:
    """Return the names of the boxes that are open when a graph is first shown."""
    if len(root.nodes) <= WHOLE:
        return frozenset(box.name for box in root.walk() if box.parts)
    opened: set[str] = set()
    shown = list(root.parts)
    while len(shown) < FEWEST and any(box.parts for box in shown):
        largest = max(shown, key=lambda box: len(box.nodes) * bool(box.parts))
        opened.add(largest.name)
        shown.remove(largest)
        shown += largest.parts
    return frozenset(opened)


def way_to(root: Box, node: str) -> tuple[str, ...]:
    """Return the names of the boxes to open so that a node is visible."""
    inside = [box.name for box in root.walk() if box.parts and node in box.nodes]
    return tuple(inside[1:])


def paths(root: Box, opened: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return, for each visible box that is not open, the boxes around it and its name.

    The first one around it is the graph itself, "".
    """
    found: dict[str, tuple[str, ...]] = {}

    def visit(box: Box, around: tuple[str, ...]) -> None:
        here = (*around, box.name)
        if box is root or (box.parts and box.name in opened):
            for part in box.parts:
                visit(part, here)
        else:
            found[box.name] = here

    visit(root, ())
    return found


def edges(nodes: Sequence[Node], visible: Mapping[str, Box]) -> list[Edge]:
    """Return the edges between visible boxes, merged: one for each pair at most."""
    home = {name: box.name for box in visible.values() for name in box.nodes}
    counts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for node in nodes:
        for names, controls in ((node.inputs, False), (node.controls, True)):
            for name in names:
                if name in home and home[name] != home[node.name]:
                    counts[home[name], home[node.name]].append(controls)
    return [
        Edge(source, target, len(kinds), all(kinds))
        for (source, target), kinds in counts.items()
    ]


Label = Callable[[Sequence[str]], str]


def lit_label(box: Box, lit: Mapping[str, str], label: Label | None) -> str:
    """Return the label of a box: its node's, or of all that is lit in it; "" if none.

    `label` makes one of the labels inside; without it they are counted.
    """
    inside = [lit[name] for name in box.nodes if name in lit]
    if not box.parts or not inside:
        return "".join(inside)
    counted = f"{len(inside)} of {len(box.nodes)}"
    return f"{counted}, {label(inside)}" if label else counted
