"""What AutoGraph made of a function, and what ran: plain data."""

from dataclasses import dataclass

from lenet.results.graphs import Node
from lenet.results.messages import Message
from lenet.source import Source


@dataclass(frozen=True)
class Call:
    """One call as code, and what eager execution and the graph returned."""

    code: str
    eager: str
    graph: str


@dataclass(frozen=True)
class Graph:
    """A graph that was traced, with those of its branches and loops.

    `traced_for` is the first call that used it.
    """

    traced_for: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Conversion:
    """A function, what AutoGraph made of it, and some calls of both.

    `origins` maps each line of `generated`, from 1, to its line of `source`.
    `eager_lines` and `graph_lines` count for each line of `source` how often
    Python ran it, in all `calls`. `unconverted` is what `autograph=False` did:
    an error's message, or None where each call returned the same.
    """

    source: Source
    generated: Source
    origins: dict[int, int]
    calls: tuple[Call, ...]
    eager_lines: dict[int, int]
    graph_lines: dict[int, int]
    graphs: tuple[Graph, ...]
    unconverted: Message | None

    def made_of(self, line: int) -> list[int]:
        """Return the lines of `generated` that come from a line of `source`."""
        return sorted(new for new, old in self.origins.items() if old == line)

    def line_of(self, code: str) -> int:
        """Return the number of the line of `source` with this code."""
        lines = [line.strip() for line in self.source.text.splitlines()]
        return lines.index(code) + 1


@dataclass(frozen=True)
class Loop:
    """The graph of a loop: how many nodes, how many of them multiply."""

    nodes: int
    multiplications: int


@dataclass(frozen=True)
class Failure:
    """A function that a graph refused, beside its fix.

    `lines` are those of `source`, from 1, that the error names. `eager` is what
    the function returned in eager execution, `returned` what the fixed one
    returned as a graph.
    """

    source: Source
    call: str
    message: Message
    lines: tuple[int, ...]
    eager: str
    fixed: Source
    returned: str
