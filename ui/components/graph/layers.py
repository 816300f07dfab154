"""Lay out boxes in layers, top to bottom: after Sugiyama and others (1981).

https://doi.org/10.1109/TSMC.1981.4308636
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

Pair = tuple[str, str]
SWEEPS = 8
Layer = list[str]


def ranks(names: Sequence[str], pairs: Iterable[Pair]) -> dict[str, int]:
    """Return the layer of each box, from 0: by the longest path to it.

    What nothing leads to is in the layer before its first user. Of pairs that form
    a cycle, the one that closes it counts for nothing.
    """
    following = _without_cycles(names, pairs)
    rank = dict.fromkeys(names, 0)
    for name in _in_order(names, following):
        for after in following[name]:
            rank[after] = max(rank[after], rank[name] + 1)
    led_to = {after for afters in following.values() for after in afters}
    for name in names:
        if name not in led_to and following[name]:
            rank[name] = min(rank[after] for after in following[name]) - 1
    return rank


def _without_cycles(
    names: Sequence[str], pairs: Iterable[Pair]
) -> dict[str, list[str]]:
    following: dict[str, list[str]] = {name: [] for name in names}
    for source, target in dict.fromkeys(pairs):
        if source not in _reached(following, target):
            following[source].append(target)
    return following


def _reached(following: Mapping[str, list[str]], start: str) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        fresh = set(following[waiting.pop()]) - reached
        reached |= fresh
        waiting += fresh
    return reached


def _in_order(names: Sequence[str], following: Mapping[str, list[str]]) -> list[str]:
    """Return the names so that each comes before those that follow it."""
    left = dict.fromkeys(names, 0)
    for afters in following.values():
        for after in afters:
            left[after] += 1
    ready = [name for name in names if not left[name]]
    ordered = []
    while ready:
        ordered.append(name := ready.pop(0))
        for after in following[name]:
            left[after] -= 1
            if not left[after]:
                ready.append(after)
    return ordered


def order(layers: Sequence[Layer], pairs: Collection[Pair]) -> list[Layer]:
    """Return each layer so ordered that few pairs cross; pairs join neighbours."""
    before, after = defaultdict(list), defaultdict(list)
    for source, target in pairs:
        after[source].append(target)
        before[target].append(source)
    best = now = [list(layer) for layer in layers]
    fewest = crossings(now, pairs)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        now = _swept(now, before) if sweep % 2 == 0 else _swept(now[::-1], after)[::-1]
        if (count := crossings(now, pairs)) < fewest:
            best, fewest = now, count
    return best


def _swept(layers: Sequence[Layer], near: Mapping[str, Sequence[str]]) -> list[Layer]:
    """Order each layer by the mean places of its neighbours in the layer before."""
    done: list[Layer] = [list(layers[0])]
    for layer in layers[1:]:
        place = {name: index for index, name in enumerate(done[-1])}
        own = {name: index for index, name in enumerate(layer)}

        def mean(
            name: str, place: dict[str, int] = place, own: dict[str, int] = own
        ) -> float:
            found = [place[other] for other in near.get(name, ()) if other in place]
            return sum(found) / len(found) if found else float(own[name])

        done.append(sorted(layer, key=mean))
    return done


def crossings(layers: Sequence[Layer], pairs: Collection[Pair]) -> int:
    """Return how many pairs cross."""
    place = {name: index for layer in layers for index, name in enumerate(layer)}
    level = {name: index for index, layer in enumerate(layers) for name in layer}
    by_level: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for source, target in pairs:
        by_level[level[source]].append((place[source], place[target]))
    return sum(
        (a - c) * (b - d) < 0
        for ends in by_level.values()
        for index, (a, b) in enumerate(ends)
        for c, d in ends[:index]
    )


def spread(wanted: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Return places near the wanted ones, each by its gap after the one before.

    The sum of squared distances is the least possible: isotonic regression.
    """
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    blocks: list[tuple[float, int]] = []  # mean and size
    for place, offset in zip(wanted, offsets, strict=True):
        mean, size = place - offset, 1
        while blocks and blocks[-1][0] > mean:
            other, count = blocks.pop()
            mean = (mean * size + other * count) / (size + count)
            size += count
        blocks.append((mean, size))
    means = [mean for mean, size in blocks for _ in range(size)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
