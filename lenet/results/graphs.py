"""Graphs and the kernels that ran them: plain data."""

from dataclasses import dataclass

# The three ways to run the same lines.
SESSION, EAGER, FUNCTION = "Session", "Eager", "tf.function"
LANE_NAMES = (SESSION, EAGER, FUNCTION)


@dataclass(frozen=True)
class Node:
    """One operation of a graph.

    `inputs` and `controls` are the names of the nodes that it waits for: for
    their tensors, or only for their end. `shape` and `dtype` are those of its
    first output, with "?" for an unknown size; both are "" without an output.
    """

    name: str
    kind: str
    inputs: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    shape: str = ""
    dtype: str = ""


@dataclass(frozen=True)
class Kernel:
    """One run of one kernel.

    `node` is the name of the graph's node that it ran, "" for an eager
    operation. `start` is in nanoseconds since 1970, as of `time.time_ns`.
    """

    node: str
    kind: str
    start: int
    nanoseconds: int
