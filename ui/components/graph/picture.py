"""A folded graph as plain data that the browser draws."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from lenet.results.graphs import Node
from ui.components.graph import fold, layout
from ui.components.graph.fold import Box, Edge, Label
from ui.components.graph.places import Drawing, Pair, Place, Point
from ui.components.numbers import counted, whole

LETTER = 7.25  # CSS pixels: graph.css sets 12 px of a monospaced font
MOST_LETTERS = 24
SIGN = 5  # letters: the sign on the head of a frame, and spaces
MOST_NEEDS = 8  # boxes that an accessible name lists
SIDE, HEIGHT = 10, 46  # space beside the words of a box; a box with two lines


@dataclass(frozen=True)
class Marks:
    """What is marked in a drawing: see `show_graph`."""

    lit: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    new: Collection[str] = ()
    label: Label | None = None
    missing: Collection[Pair] = ()
    unlit: str = "did not run"
    labels: Mapping[str, str] = field(default_factory=dict)

    def said(self, node: str) -> str:
        """Return the label of a node that is not lit."""
        return self.notes.get(node) or self.labels.get(node, "")


class Picture:
    """What is visible of a graph while some boxes are open."""

    def __init__(
        self, nodes: Sequence[Node], root: Box, opened: Collection[str], marks: Marks
    ) -> None:
        self.nodes = {node.name: _joined(node, marks.missing) for node in nodes}
        self.root, self.opened, self.marks = root, opened, marks
        self.lit = marks.lit
        self.boxes = {box.name: box for box in root.walk()}
        self.visible = {name: self.boxes[name] for name in fold.paths(root, opened)}

    @cached_property
    def edges(self) -> list[Edge]:
        """Return the edges between the visible boxes."""
        return fold.edges(list(self.nodes.values()), self.visible)

    @cached_property
    def missing(self) -> set[Pair]:
        """Return the visible boxes that a missing edge joins."""
        home = {name: box.name for box in self.visible.values() for name in box.nodes}
        return {(home[source], home[target]) for source, target in self.marks.missing}

    @cached_property
    def drawing(self) -> Drawing:
        """Return where everything is."""
        shown = (box for part in self.root.parts for box in part.walk())
        sizes = {box.name: self._size(box) for box in shown}
        return layout.lay_out(self.root, self.opened, self.edges, sizes)

    def data(self, chosen: str | None) -> dict[str, Any]:
        """Return the drawing as the browser takes it; `chosen` is a node's name."""
        drawing = self.drawing
        boxes = [
            self._box(self.boxes[name], place, chosen)
            for name, place in drawing.places.items()
        ]
        edges = [self._edge(edge, drawing.lines) for edge in self.edges]
        return {
            "width": round(drawing.width),
            "height": round(drawing.height),
            "box": HEIGHT,
            "label": self.words,
            "boxes": boxes,
            "edges": edges,
        }

    @property
    def words(self) -> str:
        """Return what the drawing shows, for a screen reader."""
        shown = counted(len(self.visible), "box", "boxes")
        text = f"Graph: {counted(len(self.nodes), 'node')} in {shown}"
        lit = f", {whole(len(self.lit))} lit" if self.lit else ""
        missing = counted(len(self.missing), "edge") if self.missing else ""
        return f"{text}{lit}{f', {missing} missing' if missing else ''}"

    def _box(self, box: Box, place: Place, chosen: str | None) -> dict[str, Any]:
        kind = self._kind(box)
        light = self._light(box)
        states = {
            "lit": bool(light),
            "dim": bool(self.lit) and not light,
            "noted": not light and box.name in self.marks.notes,
            "new": kind != "frame" and not set(self.marks.new).isdisjoint(box.nodes),
            "chosen": box.name == chosen,
        }
        return {
            "name": box.name,
            "kind": kind,
            "state": " ".join(state for state, holds in states.items() if holds),
            "x": round(place.x, 1),
            "y": round(place.y, 1),
            "width": round(place.width, 1),
            "height": round(place.height, 1),
            "head": round(self._size(box)[0], 1),
            "title": shortened(box.title),
            "second": self._second(box),
            "words": self._words(box),
            "about": self._about(box),
        }

    def _kind(self, box: Box) -> str:
        if box.name not in self.visible:
            return "frame"
        return "group" if box.parts else "node"

    def _light(self, box: Box) -> str:
        return fold.lit_label(box, self.lit, self.marks.label)

    def _second(self, box: Box) -> str:
        """Return the second line of a box: what it is, and its label."""
        light = self._light(box)
        if box.parts:
            return light or counted(len(box.nodes), "node")
        if box.name in self.marks.labels:
            return light or self.marks.labels[box.name]
        node = self.nodes[box.name]
        what = node.kind
        if what == box.title and node.shape:  # many a node has the name of its kind
            what = f"{node.dtype} scalar" if node.shape == "()" else node.shape
        said = light or self.marks.said(box.name)
        return f"{what} · {said}" if said else what

    def _size(self, box: Box) -> layout.Size:
        """Return what the words of a box need; those of a frame are in one line."""
        title, second = len(shortened(box.title)), len(self._second(box))
        is_frame = self._kind(box) == "frame"
        letters = title + second + SIGN if is_frame else max(title, second)
        return letters * LETTER + 2 * SIDE, HEIGHT

    def _about(self, box: Box) -> list[str]:
        """Return the lines of the tip of a box."""
        if box.parts:
            return [box.name.rstrip("/"), self._second(box)]
        node = self.nodes[box.name]
        shape = f"shape {node.shape}" if node.shape else ""
        said = self._light(box) or self.marks.said(box.name)
        lines = [node.name, node.kind, shape, node.dtype, said]
        return [line for line in lines if line]

    def _words(self, box: Box) -> str:
        """Return the accessible name of a box: its tip, and what it needs."""
        lines = self._about(box)
        if self.lit and not box.parts and not self._light(box):
            lines.append(self.marks.unlit)
        needs = self.needs.get(box.name, [])
        lost = [name for name in needs if (name, box.name) in self.missing]
        if kept := [name for name in needs if name not in lost]:
            lines.append(f"needs {_listed(kept)}")
        if lost:
            lines.append(f"missing edge from {_listed(lost)}")
        return ", ".join(lines)

    @cached_property
    def needs(self) -> dict[str, list[str]]:
        """Return the boxes that lead to each visible one."""
        found: dict[str, list[str]] = {}
        for edge in self.edges:
            found.setdefault(edge.target, []).append(edge.source)
        return found

    def _edge(self, edge: Edge, lines: Mapping[Pair, list[Point]]) -> dict[str, Any]:
        ends = edge.source, edge.target
        is_lit = all(self.lit.keys() & set(self.visible[end].nodes) for end in ends)
        states = {
            "control": edge.controls,
            "lit": is_lit,
            "missing": ends in self.missing,
        }
        return {
            "source": edge.source,
            "target": edge.target,
            "path": curve(lines[ends]),
            "state": " ".join(state for state, holds in states.items() if holds),
        }


def _joined(node: Node, missing: Collection[Pair]) -> Node:
    """Return the node with the missing edges to it as inputs: they are drawn too."""
    lost = [source for source, target in missing if target == node.name]
    return replace(node, inputs=tuple(dict.fromkeys([*node.inputs, *lost])))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name.rstrip("/") for name in names[:MOST_NEEDS])


def shortened(text: str) -> str:
    """Return a text without its middle, where it is too long for a box."""
    if len(text) <= MOST_LETTERS:
        return text
    half = (MOST_LETTERS - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def curve(points: Sequence[Point]) -> str:
    """Return the points as an SVG path that leaves and enters them vertically."""
    (x, y), *rest = points
    path = [f"M{x:.1f} {y:.1f}"]
    for to_x, to_y in rest:
        if abs(to_x - x) < 0.5:
            path.append(f"L{to_x:.1f} {to_y:.1f}")
        else:
            bend = max(abs(to_y - y) / 2, 14)
            path.append(
                f"C{x:.1f} {y + bend:.1f} {to_x:.1f} {to_y - bend:.1f}"
                f" {to_x:.1f} {to_y:.1f}"
            )
        x, y = to_x, to_y
    return " ".join(path)
