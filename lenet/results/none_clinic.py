"""Why a gradient is None, as a run showed it: plain data."""

from dataclasses import dataclass

from lenet.results.graphs import Node
from lenet.source import Source

REPLACED, OUTSIDE, NOT_WATCHED = "replaced", "outside", "not watched"
NOT_TRAINABLE, NUMPY, STATE = "not trainable", "numpy", "state"
INTEGER, NO_DERIVATIVE, NO_PATH = "integer", "no derivative", "no path"
STOPPED = "stopped"
CAUSES = (
    NO_PATH,
    OUTSIDE,
    STOPPED,
    NOT_WATCHED,
    NOT_TRAINABLE,
    REPLACED,
    NUMPY,
    STATE,
    INTEGER,
    NO_DERIVATIVE,
)


@dataclass(frozen=True)
class Step:
    """An operation that ran: its line of the source, from 1, and its node.

    `taped`: the tape recorded it.
    """

    line: int
    kind: str
    node: str
    taped: bool


@dataclass(frozen=True)
class Request:
    """What `tape.gradient` was called with.

    `target` and `source` are names of nodes, `dtype` is the source's.
    `trainable` is that of a variable, None for a tensor. `watched` are the
    nodes that the tape watched, by itself or by `tape.watch`.
    """

    target: str
    source: str
    dtype: str
    trainable: bool | None
    watched: tuple[str, ...]


@dataclass(frozen=True)
class Examined:
    """One run of code that asks a tape for a gradient; `call` is that call.

    `gradient` is the result as text, "None" without one; then `cause` is one of
    CAUSES, else "". `steps` and `nodes` are what was computed. `reached` are
    the nodes that the gradient reaches from the target on, with their values.
    There it ends at `missing`: pairs of nodes, the source's side first. Lines
    are counted from 1. `line` is where it ends, or 0 where no line is to blame,
    and `operation` the kind of the operation there, or "". `changed` are the
    lines that the other version has not; `below` is the line below one that
    only the other version has, or 0.
    """

    source: Source
    call: str
    gradient: str
    request: Request
    steps: tuple[Step, ...]
    nodes: tuple[Node, ...]
    reached: dict[str, str]
    cause: str = ""
    missing: tuple[tuple[str, str], ...] = ()
    line: int = 0
    operation: str = ""
    changed: tuple[int, ...] = ()
    below: int = 0

    def text_of(self, line: int) -> str:
        """Return a line of the source, from 1, without its indent."""
        return self.source.text.splitlines()[line - 1].strip()
