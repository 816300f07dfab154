"""A folded graph as plain data that the browser draws."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from lenet.results.graphs import Node
from ui.components.graph import fold, layout
from ui.components.graph.fold import Box, Edge, Label
from ui.components.numbers import counted, whole

LETTER = 7.25  # CSS pixels: graph.css sets 12 px of a monospaced font
MOST_LETTERS = 24
SIDE, HEIGHT = 10, 46  # space beside the words of a box; a box with two lines


class Picture:
    """What is visible of a graph while some boxes are open."""

    def __init__(
        self,
        nodes: Sequence[Node],
        root: Box,
        opened: Collection[str],
        lit: Mapping[str, str],
        new: Collection[str],
        label: Label | None,
    ) -> None:
        self.nodes = {node.name: node for node in nodes}
        self.root, self.opened = root, opened
        self.lit, self.new, self.label = lit, set(new), label
        self.boxes = {box.name: box for box in root.walk()}
        self.visible = {name: self.boxes[name] for name in fold.paths(root, opened)}

    @cached_property
    def edges(self) -> list[Edge]:
        """Return the edges between the visible boxes."""
        return fold.edges(list(self.nodes.values()), self.visible)

    @cached_property
    def drawing(self) -> layout.Drawing:
        """Return where everything is."""
        sizes = {name: self._size(box) for name, box in self.visible.items()}
        frames = set(self.opened) & set(self.boxes)
        least = {name: (self._head_width(self.boxes[name]), 0.0) for name in frames}
        return layout.lay_out(self.root, self.opened, self.edges, sizes | least)

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
            "label": self.words,
            "boxes": boxes,
            "edges": edges,
        }

    @property
    def words(self) -> str:
        """Return what the drawing shows, for a screen reader."""
        shown = counted(len(self.visible), "box").replace("boxs", "boxes")
        text = f"Graph: {counted(len(self.nodes), 'node')} in {shown}"
        return f"{text}, {whole(len(self.lit))} lit" if self.lit else text

    def _box(self, box: Box, place: layout.Place, chosen: str | None) -> dict[str, Any]:
        is_open = box.name not in self.visible
        kind = "frame" if is_open else "group" if box.parts else "node"
        light = fold.lit_label(box, self.lit, self.label)
        second = self._second(box)
        state = "".join(
            [
                " lit" if light else " dim" if self.lit else "",
                " new" if self.new.intersection(box.nodes) and not is_open else "",
                " chosen" if box.name == chosen else "",
            ]
        )
        return {
            "name": box.name,
            "kind": kind,
            "state": state.strip(),
            "x": round(place.x, 1),
            "y": round(place.y, 1),
            "width": round(place.width, 1),
            "height": round(place.height, 1),
            "title": self._title(box),
            "second": second if not light else f"{second} · {light}",
            "words": self._words(box, kind, light),
            "about": self._about(box, light),
        }

    def _title(self, box: Box) -> str:
        return shortened(box.title)

    def _second(self, box: Box) -> str:
        if box.parts:
            return counted(len(box.nodes), "node")
        return self.nodes[box.name].kind

    def _size(self, box: Box) -> tuple[float, float]:
        light = fold.lit_label(box, self.lit, self.label)
        second = self._second(box) + (f" · {light}" if light else "")
        letters = max(len(self._title(box)), len(second))
        return letters * LETTER + 2 * SIDE, HEIGHT

    def _head_width(self, box: Box) -> float:
        light = fold.lit_label(box, self.lit, self.label)
        letters = len(box.title) + len(self._second(box)) + len(light) + 8
        return letters * LETTER + 2 * SIDE

    def _about(self, box: Box, light: str) -> list[str]:
        """Return the lines of the tip of a box."""
        if box.parts:
            lines = [box.name.rstrip("/"), self._second(box)]
        else:
            node = self.nodes[box.name]
            lines = [node.name, node.kind]
            if node.shape:
                lines.append(f"shape {node.shape}")
            if node.dtype:
                lines.append(node.dtype)
        return [*lines, light] if light else lines

    def _words(self, box: Box, kind: str, light: str) -> str:
        """Return the accessible name of a box."""
        text = ", ".join(self._about(box, light))
        if box.parts:
            return text
        return text if light or not self.lit else f"{text}, did not run"

    def _edge(
        self, edge: Edge, lines: Mapping[tuple[str, str], list[layout.Point]]
    ) -> dict[str, Any]:
        ends = edge.source, edge.target
        is_lit = all(self.lit.keys() & set(self.visible[end].nodes) for end in ends)
        return {
            "source": edge.source,
            "target": edge.target,
            "path": curve(lines[ends]),
            "state": ("control " if edge.controls else "") + ("lit" if is_lit else ""),
        }


def shortened(text: str) -> str:
    """Return a text without its middle, where it is too long for a box."""
    if len(text) <= MOST_LETTERS:
        return text
    half = (MOST_LETTERS - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def curve(points: Sequence[layout.Point]) -> str:
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
