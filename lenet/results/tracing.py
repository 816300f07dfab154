"""Calls of a traced function, and why each was traced: plain data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """One respect in which a call differs from a signature that has a graph.

    `where` is the part of the arguments: "x", "x[0]", "x['key']". `what` is one
    of the keys of `lenet.graphs.tracing.causes.SENTENCES`: "shape", "value".
    `new` and `old` say in words what it is now, and what it was.
    """

    where: str
    what: str
    new: str
    old: str


@dataclass(frozen=True)
class TracedCall:
    """One call of a `tf.function`, and the counters after it.

    `cause` says why it was traced, None if it was not. `error` is
    "Type: message" of an exception, or None. `body_runs`, `tracing_count` and
    `executions` count from the first call on: runs of the Python body, graphs,
    and runs of a graph. `graph` is the number of the graph that ran, from 1 in
    the order of their first runs, None if none ran. `signature` and `nearest`
    are TensorFlow's texts of the new signature and of the old one with the
    fewest differences; "" if there is none. `generalised` is the signature of
    the new graph where `reduce_retracing` made it more general than the call,
    else "". `warning` is TensorFlow's own, or "".
    """

    traced: bool
    tracing_count: int
    cause: str | None
    error: str | None
    body_runs: int
    executions: int
    graph: int | None = None
    signature: str = ""
    nearest: str = ""
    generalised: str = ""
    differences: tuple[Difference, ...] = ()
    warning: str = ""


@dataclass(frozen=True)
class TracedRun:
    """A sequence of calls, and the cures that help: they have been tried."""

    calls: list[TracedCall]
    cures: tuple[str, ...]
