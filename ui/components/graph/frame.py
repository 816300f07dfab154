"""Place the boxes of one frame, and the pieces of edges in it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ui.components.graph import layers
from ui.components.graph.places import Level, Place, Point
from ui.components.graph.threads import Threads

GAP, ROW_GAP = 18, 38  # CSS pixels between boxes, and between rows
HEAD, PADDING = 30, 14
ROUNDS = 6
Spans = Sequence[tuple[float, float]]


def place(
    threads: Threads, inner: Mapping[str, Level], least: float, *, head: bool
) -> Level:
    """Return what is in a frame, at least `least` wide, with or without a head.

    `inner` are the frames in this one, by name.
    """
    ports = _Ports(inner)
    centres = _centres(threads, ports)
    left = min((centres[n] - threads.sizes[n][0] / 2 for n in centres), default=0)
    right = max((centres[n] + threads.sizes[n][0] / 2 for n in centres), default=0)
    width = max(right - left + 2 * PADDING, least)
    across = (width - right - left) / 2  # the content is in the middle
    level = Level(width=width)
    spans = []
    y = float(PADDING + HEAD if head else PADDING)
    for row in threads.rows:
        height = max((threads.sizes[name][1] for name in row), default=0)
        for name in row:
            wide, high = threads.sizes[name]
            x = centres[name] - wide / 2 + across
            level.places[name] = Place(x, y + (height - high) / 2, wide, high)
        spans.append((y, y + height))
        y += height + ROW_GAP
    level.height = spans[-1][1] + PADDING if spans else y
    _draw(level, threads, ports, spans)
    for name in [name for name in level.places if "\0" in name]:
        del level.places[name]
    return level


class _Ports:
    """How far from a box's middle edges enter and leave it: only frames have ports."""

    def __init__(self, inner: Mapping[str, Level]) -> None:
        self.inner = inner

    def out(self, name: str, source: str) -> float:
        level = self.inner.get(name)
        return level.bottoms[source] - level.width / 2 if level else 0.0

    def into(self, name: str, target: str) -> float:
        level = self.inner.get(name)
        return level.tops[target] - level.width / 2 if level else 0.0


def _centres(threads: Threads, ports: _Ports) -> dict[str, float]:
    """Return the middles of all boxes and threads, near those that they join."""
    centres: dict[str, float] = {}
    for row in threads.rows:
        x = 0.0
        for name in row:
            centres[name] = x + threads.sizes[name][0] / 2
            x += threads.sizes[name][0] + GAP
    near: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (upper, lower), (source, target) in threads.pairs.items():
        shift = ports.out(upper, source) - ports.into(lower, target)
        near[lower].append((upper, shift))
        near[upper].append((lower, -shift))
    for turn in range(ROUNDS):
        for row in threads.rows if turn % 2 == 0 else threads.rows[::-1]:
            wanted = [_mean(name, near[name], centres) for name in row]
            halves = [threads.sizes[name][0] / 2 for name in row]
            gaps = [one + other + GAP for one, other in pairwise(halves)]
            centres.update(zip(row, layers.spread(wanted, gaps), strict=True))
    return centres


def _mean(
    name: str, near: Sequence[tuple[str, float]], centres: Mapping[str, float]
) -> float:
    if not near:
        return centres[name]
    return sum(centres[other] + shift for other, shift in near) / len(near)


def _draw(level: Level, threads: Threads, ports: _Ports, spans: Spans) -> None:
    """Add the pieces of all edges to the level, and where they pass its border."""
    for (source, target), names in threads.chains.items():
        start, end = threads.ends(source, target)
        points: list[Point] = []
        if source:
            box = level.places[start]
            x = box.middle + ports.out(start, source)
            points.append((x, box.y + box.height))
        for name in names:
            x = level.places[name].middle
            points += [(x, y) for y in spans[threads.rank[name]]]
        if target:
            box = level.places[end]
            points.append((box.middle + ports.into(end, target), box.y))
        if not source:
            level.tops[target] = points[0][0]
            points.insert(0, (points[0][0], 0))
        if not target:
            level.bottoms[source] = points[-1][0]
            points.append((points[-1][0], level.height))
        level.lines[source, target] = points
