"""The rows of one frame: its boxes, and a thread where an edge passes a row."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from ui.components.graph import layers
from ui.components.graph.links import Links
from ui.components.graph.places import Pair

WIDTH = 4  # of a thread


class Threads:
    """The boxes and threads of a frame in rows, so that few edges cross.

    `chains` has the threads of each edge, from source to target. `pairs` are the
    neighbours in two rows that an edge joins, with the source and the target that
    are meant. An edge that would close a cycle has no thread.
    """

    def __init__(
        self, frame: str, sizes: Mapping[str, tuple[float, float]], links: Links
    ) -> None:
        self.sizes = dict(sizes)
        self.within = links.within[frame]
        self.entering, self.leaving = links.entering[frame], links.leaving[frame]
        ranks = layers.ranks(list(sizes), self.within.values())
        first = min(ranks.values(), default=0)
        self.rank = {name: rank - first for name, rank in ranks.items()}
        self.last = max(self.rank.values(), default=0)
        self.chains: dict[Pair, list[str]] = {}
        self.pairs: dict[Pair, Pair] = {}
        self._across()
        self._through_the_border()
        rows: list[list[str]] = [[] for _ in range(self.last + 1)]
        for name, rank in self.rank.items():
            rows[rank].append(name)
        self.rows = layers.order(rows, self.pairs)

    def ends(self, source: str, target: str) -> Pair:
        """Return the parts of the frame that an edge joins; "" is the border."""
        if source and target:
            return self.within[source, target]
        return self.leaving.get(source, ""), self.entering.get(target, "")

    def _across(self) -> None:
        for (source, target), (start, end) in self.within.items():
            names: list[str] = []
            if self.rank[start] < self.rank[end]:
                # Edges from one box share their threads as far as they go.
                span = range(self.rank[start] + 1, self.rank[end])
                names = self._chain(f"{source}\0", span)
                self._join([start, *names, end], source, target)
            self.chains[source, target] = names

    def _through_the_border(self) -> None:
        for target, end in self.entering.items():
            names = self._chain(f"\0{target}", range(self.rank[end]))
            self._join([*names, end], "", target)
            self.chains["", target] = names
        for source, start in self.leaving.items():
            span = range(self.rank[start] + 1, self.last + 1)
            names = self._chain(f"{source}\0", span)
            self._join([start, *names], source, "")
            self.chains[source, ""] = names

    def _chain(self, key: str, span: range) -> list[str]:
        r"""Return the names of threads in these rows; \0 is in no name of a box."""
        names = [f"{key}\0{rank}" for rank in span]
        for name, rank in zip(names, span, strict=True):
            self.rank[name] = rank
            self.sizes[name] = WIDTH, 0
        return names

    def _join(self, names: Sequence[str], source: str, target: str) -> None:
        for pair in pairwise(names):
            self.pairs[pair] = source, target
