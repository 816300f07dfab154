"""The recorded stamps of a lane, and where each one is on the axis of its clock."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from lenet.results.lanes import Lane

PYTHON, NODES, KERNELS = "python", "nodes", "kernels"
CLOCKS = (PYTHON, NODES, KERNELS)
ORDER, TIME = "Order", "Time"
AXES = (ORDER, TIME)
Row = tuple[str, int]  # a function, and a line in it


@dataclass(frozen=True)
class Event:
    """One recorded stamp of a clock, for a row; `step` is the first that shows it.

    Times are in nanoseconds since the lane began.
    """

    clock: str
    row: Row
    step: int
    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Mark:
    """Events of one clock, row and step with no other event between them.

    `left` and `width` are shares of the axis.
    """

    events: tuple[Event, ...]
    left: float
    width: float

    @property
    def first(self) -> Event:
        """Return the event that it begins with."""
        return self.events[0]


def events(lane: Lane) -> list[Event]:
    """Return all stamps of a lane, in their order."""
    rows = [(step.function, step.line) for step in lane.steps]
    python = [
        Event(PYTHON, rows[index], index, step.start, step.end, "")
        for index, step in enumerate(lane.steps)
    ]
    nodes = [
        Event(NODES, rows[made.step], lane.position(at), at, at, made.node.name)
        for made in lane.nodes
        for at in [made.time]
    ]
    kernels = [
        Event(
            *(KERNELS, rows[ran.owner], lane.position(ran.start)),
            *(ran.start, ran.start + ran.nanoseconds, ran.kind),
        )
        for ran in lane.kernels
    ]
    return sorted([*python, *nodes, *kernels], key=lambda event: event.start)


def marks(lane: Lane, axis: str, end: int) -> list[Mark]:
    """Return what is drawn of a lane, on an axis of order, or of time until `end`."""
    grouped = groupby(events(lane), lambda event: (event.clock, event.row, event.step))
    groups = [tuple(group) for _, group in grouped]
    place = _by_order(groups) if axis == ORDER else _by_time(end)
    return [
        Mark(group, left, right - left)
        for index, group in enumerate(groups)
        for left, right in [place(index, group)]
    ]


Placing = Callable[[int, tuple[Event, ...]], tuple[float, float]]


def _by_time(end: int) -> Placing:
    return lambda _, group: (group[0].start / end, group[-1].end / end)


def _by_order(groups: list[tuple[Event, ...]]) -> Placing:
    """Place each mark one further; a line that Python runs lasts over its events."""
    count = len(groups)

    def place(index: int, group: tuple[Event, ...]) -> tuple[float, float]:
        after = index + 1
        if group[0].clock == PYTHON:
            while after < count and groups[after][0].start <= group[0].end:
                after += 1
        return index / count, after / count

    return place


def length(lane: Lane) -> int:
    """Return the nanoseconds from the lane's beginning to its end."""
    return max(step.end for step in lane.steps)
