"""Lay out a folded graph: an open box is a frame around what it holds."""

from collections.abc import Collection, Mapping, Sequence

from ui.components.graph import frame
from ui.components.graph.fold import Box, Edge, paths
from ui.components.graph.links import Links
from ui.components.graph.places import Drawing, Level, Place
from ui.components.graph.threads import Threads

Size = tuple[float, float]  # width and height


def lay_out(
    root: Box,
    opened: Collection[str],
    edges: Sequence[Edge],
    sizes: Mapping[str, Size],
) -> Drawing:
    """Return where all visible boxes and their edges are.

    `sizes` are those of the boxes; of an open one it is the least that its frame
    takes.
    """
    links = Links(paths(root, opened), edges)
    levels: dict[str, Level] = {}

    def visit(box: Box) -> Size:
        if box is not root and not (box.parts and box.name in opened):
            return sizes[box.name]
        inner = {part.name: visit(part) for part in box.parts}
        threads = Threads(box.name, inner, links)
        least = 0 if box is root else sizes[box.name][0]
        level = frame.place(threads, levels, least, head=box is not root)
        levels[box.name] = level
        return level.width, level.height

    width, height = visit(root)
    places = {root.name: Place(0, 0, width, height)}
    for box in root.walk():  # from the outside in
        if box.name in levels:
            corner = places[box.name]
            for name, place in levels[box.name].places.items():
                places[name] = place.moved(corner.x, corner.y)
    lines = {
        (edge.source, edge.target): links.line(edge, levels, places) for edge in edges
    }
    del places[root.name]
    return Drawing(width, height, places, lines)
