"""Place visible boxes: an open one is a frame around what it holds."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ui.components.graph import layers
from ui.components.graph.fold import Box, Edge, paths

GAP, RANK_GAP = 18, 38  # CSS pixels between boxes, beside and below each other
HEAD, PADDING = 30, 14  # of a frame
THREAD = 4  # the width of an edge that passes a layer
ROUNDS = 6
Point = tuple[float, float]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Place:
    """Where a box is, in CSS pixels, from the upper left corner of the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass
class Level:
    """What is in one frame, from its upper left corner.

    `tops` and `bottoms` are where edges enter and leave it, by the box inside that
    they lead to or come from. `lines` are the pieces of edges in it.
    """

    width: float = 0
    height: float = 0
    places: dict[str, Place] = field(default_factory=dict)
    tops: dict[str, float] = field(default_factory=dict)
    bottoms: dict[str, float] = field(default_factory=dict)
    lines: dict[Pair, list[Point]] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawing:
    """A whole drawing: boxes by name, frames among them, and the points of edges."""

    width: float
    height: float
    places: dict[str, Place]
    lines: dict[Pair, list[Point]]


def lay_out(
    root: Box,
    opened: Collection[str],
    edges: Sequence[Edge],
    sizes: Mapping[str, tuple[float, float]],
) -> Drawing:
    """Return where all visible boxes and their edges are.

    `sizes` are the width and height of each box that is visible and not open, and
    the least ones of a frame.
    """
    links = _Links(paths(root, opened), edges)
    levels: dict[str, Level] = {}

    def visit(box: Box) -> tuple[float, float]:
        if box is not root and not (box.parts and box.name in opened):
            return sizes[box.name]
        inner = {part.name: visit(part) for part in box.parts}
        least = sizes.get(box.name, (0, 0))[0]
        level = levels[box.name] = _Arrangement(box.name, inner, links, levels).level()
        _frame(level, least, is_whole=box is root)
        return level.width, level.height

    visit(root)
    places = {"": Place(0, 0, levels[""].width, levels[""].height)}
    for box in root.walk():  # from the outside in
        if box.name in levels and box.name in places:
            for name, place in levels[box.name].places.items():
                places[name] = _moved(place, places[box.name])
    lines = {
        (edge.source, edge.target): links.line(edge, levels, places) for edge in edges
    }
    whole = places.pop("")
    return Drawing(whole.width, whole.height, places, lines)


class _Links:
    """The edges as each frame knows them."""

    def __init__(
        self, paths: Mapping[str, tuple[str, ...]], edges: Sequence[Edge]
    ) -> None:
        self.paths = paths
        self.within: dict[str, dict[Pair, Pair]] = defaultdict(dict)
        self.entering: dict[str, dict[str, str]] = defaultdict(dict)
        self.leaving: dict[str, dict[str, str]] = defaultdict(dict)
        for edge in edges:
            source, target = paths[edge.source], paths[edge.target]
            depth = _common(source, target)
            ends = source[depth], target[depth]
            self.within[source[depth - 1]][edge.source, edge.target] = ends
            for frame, part in zip(source[depth:], source[depth + 1 :], strict=False):
                self.leaving[frame][edge.source] = part
            for frame, part in zip(target[depth:], target[depth + 1 :], strict=False):
                self.entering[frame][edge.target] = part

    def line(
        self, edge: Edge, levels: Mapping[str, Level], places: Mapping[str, Place]
    ) -> list[Point]:
        """Return the points of an edge: out of frames, across, and into others."""
        source, target = self.paths[edge.source], self.paths[edge.target]
        depth = _common(source, target)
        pieces = [(frame, (edge.source, "")) for frame in source[depth:-1][::-1]]
        pieces.append((source[depth - 1], (edge.source, edge.target)))
        pieces += [(frame, ("", edge.target)) for frame in target[depth:-1]]
        return [
            (x + places[frame].x, y + places[frame].y)
            for frame, pair in pieces
            for x, y in levels[frame].lines[pair]
        ]


class _Arrangement:
    """The layers of one frame, and the threads in them where edges pass."""

    def __init__(
        self,
        frame: str,
        sizes: Mapping[str, tuple[float, float]],
        links: _Links,
        levels: Mapping[str, Level],
    ) -> None:
        self.sizes = dict(sizes)
        self.inner = levels
        self.within = links.within[frame]
        self.entering, self.leaving = links.entering[frame], links.leaving[frame]
        self.rank = layers.ranks(list(sizes), self.within.values())
        low = min(self.rank.values(), default=0)
        self.rank = {name: rank - low for name, rank in self.rank.items()}
        self.last = max(self.rank.values(), default=0)
        self.threads: dict[Pair, list[str]] = {}
        self.pairs: dict[Pair, Pair] = {}  # joined neighbours, and the boxes meant
        self._thread()
        rows: list[list[str]] = [[] for _ in range(self.last + 1)]
        for name, rank in self.rank.items():
            rows[rank].append(name)
        self.rows = layers.order(rows, self.pairs)

    def _thread(self) -> None:
        for (source, target), (start, end) in self.within.items():
            if self.rank[start] < self.rank[end]:
                span = range(self.rank[start] + 1, self.rank[end])
                # Edges from one box share their way as far as they go.
                names = self._chain(f"{source}\0", span)
                self._join([start, *names, end], source, target)
                self.threads[source, target] = names
            else:  # it closes a cycle
                self.threads[source, target] = []
        for target, end in self.entering.items():
            names = self._chain(f"\0{target}", range(self.rank[end]))
            self._join([*names, end], "", target)
            self.threads["", target] = names
        for source, start in self.leaving.items():
            span = range(self.rank[start] + 1, self.last + 1)
            names = self._chain(f"{source}\0", span)
            self._join([start, *names], source, "")
            self.threads[source, ""] = names

    def _chain(self, key: str, span: range) -> list[str]:
        names = [f"{key}\0{rank}" for rank in span]
        for name, rank in zip(names, span, strict=True):
            self.rank[name] = rank
            self.sizes[name] = THREAD, 0
        return names

    def _join(self, names: Sequence[str], source: str, target: str) -> None:
        for pair in pairwise(names):
            self.pairs[pair] = source, target

    def level(self) -> Level:
        """Return the frame's content, placed."""
        centres = self._centres()
        left = min((centres[n] - self.sizes[n][0] / 2 for n in centres), default=0)
        right = max((centres[n] + self.sizes[n][0] / 2 for n in centres), default=0)
        found = Level(width=right - left)
        y = 0.0
        spans = []
        for row in self.rows:
            height = max((self.sizes[name][1] for name in row), default=0)
            for name in row:
                width, own = self.sizes[name]
                x = centres[name] - width / 2 - left
                found.places[name] = Place(x, y + (height - own) / 2, width, own)
            spans.append((y, y + height))
            y += height + RANK_GAP
        found.height = max(y - RANK_GAP, 0)
        self._draw(found, spans)
        found.places = {
            name: place for name, place in found.places.items() if "\0" not in name
        }
        return found

    def _centres(self) -> dict[str, float]:
        """Return the middles of all boxes and threads, near those they join."""
        centres: dict[str, float] = {}
        for row in self.rows:
            x = 0.0
            for name in row:
                centres[name] = x + self.sizes[name][0] / 2
                x += self.sizes[name][0] + GAP
        near: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for (upper, lower), (source, target) in self.pairs.items():
            shift = self._out(upper, source) - self._in(lower, target)
            near[lower].append((upper, shift))
            near[upper].append((lower, -shift))
        for turn in range(ROUNDS):
            for row in self.rows if turn % 2 == 0 else self.rows[::-1]:
                wanted = [_mean(name, near[name], centres) for name in row]
                halves = [self.sizes[name][0] / 2 for name in row]
                gaps = [one + other + GAP for one, other in pairwise(halves)]
                centres.update(zip(row, layers.spread(wanted, gaps), strict=True))
        return centres

    def _out(self, name: str, source: str) -> float:
        """Return how far from a box's middle the edges of `source` leave it."""
        level = self.inner.get(name)
        return level.bottoms[source] - level.width / 2 if level else 0.0

    def _in(self, name: str, target: str) -> float:
        level = self.inner.get(name)
        return level.tops[target] - level.width / 2 if level else 0.0

    def _draw(self, found: Level, spans: Sequence[tuple[float, float]]) -> None:
        def middle(name: str) -> float:
            return found.places[name].x + found.places[name].width / 2

        for (source, target), names in self.threads.items():
            points: list[Point] = []
            start, end = self.within.get((source, target), ("", ""))
            start = start or self.leaving.get(source, "")
            end = end or self.entering.get(target, "")
            if source:
                place = found.places[start]
                x = middle(start) + self._out(start, source)
                points.append((x, place.y + place.height))
            for name in names:
                top, bottom = spans[self.rank[name]]
                points += [(middle(name), top), (middle(name), bottom)]
            if target:
                x = middle(end) + self._in(end, target)
                points.append((x, found.places[end].y))
            if not source:
                found.tops[target] = points[0][0]
                points.insert(0, (points[0][0], 0))
            if not target:
                found.bottoms[source] = points[-1][0]
                points.append((points[-1][0], found.height))
            found.lines[source, target] = points


def _frame(level: Level, least: float, *, is_whole: bool) -> None:
    """Make room for a frame's head and padding around its content."""
    head = PADDING if is_whole else HEAD + PADDING
    spare = max(0.0, least - level.width - 2 * PADDING) / 2
    across, bottom = PADDING + spare, head + level.height + PADDING
    level.places = {
        name: Place(place.x + across, place.y + head, place.width, place.height)
        for name, place in level.places.items()
    }
    for (source, target), points in level.lines.items():
        moved = [(x + across, y + head) for x, y in points]
        if not source:
            moved[0] = (moved[0][0], 0)
        if not target:
            moved[-1] = (moved[-1][0], bottom)
        level.lines[source, target] = moved
    level.tops = {name: x + across for name, x in level.tops.items()}
    level.bottoms = {name: x + across for name, x in level.bottoms.items()}
    level.width, level.height = level.width + 2 * across, bottom


def _moved(place: Place, by: Place) -> Place:
    return Place(place.x + by.x, place.y + by.y, place.width, place.height)


def _mean(
    name: str, near: Sequence[tuple[str, float]], centres: Mapping[str, float]
) -> float:
    if not near:
        return centres[name]
    return sum(centres[other] + shift for other, shift in near) / len(near)


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """Return how many boxes two ways from the outside have in common."""
    pairs = zip(first, second, strict=False)
    return next(i for i, (one, other) in enumerate(pairs) if one != other)
