"""The edges as each frame knows them: within it, and through its border."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ui.components.graph.fold import Edge
from ui.components.graph.places import Level, Pair, Place, Point


class Links:
    """All edges, by the frame that they are in.

    `within` has, for an edge, the two parts of the frame that it joins. `entering`
    and `leaving` have, for a box inside, the part of the frame that it is in.
    """

    def __init__(
        self, paths: Mapping[str, tuple[str, ...]], edges: Sequence[Edge]
    ) -> None:
        self.paths = paths
        self.within: dict[str, dict[Pair, Pair]] = defaultdict(dict)
        self.entering: dict[str, dict[str, str]] = defaultdict(dict)
        self.leaving: dict[str, dict[str, str]] = defaultdict(dict)
        for edge in edges:
            self._add(edge.source, edge.target)

    def _add(self, source: str, target: str) -> None:
        start, end = self.paths[source], self.paths[target]
        depth = _common(start, end)
        self.within[start[depth - 1]][source, target] = start[depth], end[depth]
        for frame, part in zip(start[depth:], start[depth + 1 :], strict=False):
            self.leaving[frame][source] = part
        for frame, part in zip(end[depth:], end[depth + 1 :], strict=False):
            self.entering[frame][target] = part

    def line(
        self, edge: Edge, levels: Mapping[str, Level], places: Mapping[str, Place]
    ) -> list[Point]:
        """Return the points of an edge: out of frames, across, and into others."""
        start, end = self.paths[edge.source], self.paths[edge.target]
        depth = _common(start, end)
        pieces = [(frame, (edge.source, "")) for frame in start[depth:-1][::-1]]
        pieces.append((start[depth - 1], (edge.source, edge.target)))
        pieces += [(frame, ("", edge.target)) for frame in end[depth:-1]]
        return [
            (x + places[frame].x, y + places[frame].y)
            for frame, pair in pieces
            for x, y in levels[frame].lines[pair]
        ]


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """Return how many boxes two ways from the outside have in common."""
    pairs = zip(first, second, strict=False)
    return next(i for i, (one, other) in enumerate(pairs) if one != other)
