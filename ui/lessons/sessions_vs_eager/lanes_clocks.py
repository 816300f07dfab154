"""Three clocks for each line: when Python ran it, made its nodes, ran its kernels."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

from lenet.results.lanes import Lane
from ui.components.numbers import counted, milliseconds, whole
from ui.components.theme import BLUE, GREEN, ORANGE

PYTHON, NODES, KERNELS = "python", "nodes", "kernels"
COLOURS = {PYTHON: BLUE, NODES: ORANGE, KERNELS: GREEN}
CLOCKS = tuple(COLOURS)
ORDER, TIME = "Order", "Time"
AXES = (ORDER, TIME)
MOST_KINDS = 3  # kinds of kernels, or names of nodes, that one mark names
Row = tuple[str, int]  # a function, and a line in it


@dataclass(frozen=True)
class Event:
    """One recorded stamp: of a clock, for a row, during a step.

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
        Event(NODES, rows[made.step], made.step, made.time, made.time, made.node.name)
        for made in lane.nodes
    ]
    kernels = [
        Event(
            *(KERNELS, rows[ran.owner], ran.step),
            *(ran.start, ran.start + ran.nanoseconds, ran.kind),
        )
        for ran in lane.kernels
    ]
    return sorted([*python, *nodes, *kernels], key=lambda event: event.start)


def marks(lane: Lane, axis: str) -> list[Mark]:
    """Return what is drawn of a lane, on an axis of time or of order."""
    grouped = groupby(events(lane), lambda event: (event.clock, event.row, event.step))
    groups = [tuple(group) for _, group in grouped]
    place = _by_order(groups) if axis == ORDER else _by_time(lane)
    return [
        Mark(group, left, right - left)
        for index, group in enumerate(groups)
        for left, right in [place(index, group)]
    ]


Place = Callable[[int, tuple[Event, ...]], tuple[float, float]]


def _by_time(lane: Lane) -> Place:
    end = length(lane)
    return lambda _, group: (group[0].start / end, group[-1].end / end)


def _by_order(groups: list[tuple[Event, ...]]) -> Place:
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


def clocks(lane: Lane, axis: str) -> str:
    """Return the three clocks of each line as HTML, on one axis."""
    drawn = marks(lane, axis)
    rows = dict.fromkeys(mark.first.row for mark in drawn if mark.first.clock == PYTHON)
    body = "".join(
        _row(lane, row, [mark for mark in drawn if mark.first.row == row])
        for row in rows
    )
    colours = "; ".join(f"--{name}: {colour}" for name, colour in COLOURS.items())
    return (
        f'<div class="lane-clocks" role="table" style="{colours}" '
        f'aria-label="Three clocks, {escape(lane.name)}">{body}{_ends(lane, axis)}</div>'
    )


def _row(lane: Lane, row: Row, drawn: list[Mark]) -> str:
    step = next(each for each in lane.steps if (each.function, each.line) == row)
    text = lane.text_of(step)
    says = ", ".join(_counted(clock, drawn) for clock in CLOCKS)
    bars = "".join(map(_bar, drawn))
    return (
        f'<div role="row" aria-label="{escape(text)}: {says}">'
        f'<code role="rowheader" title="{escape(text)}" '
        f'style="--depth: {step.depth}">{escape(text)}</code>'
        f'<span role="cell">{bars}</span></div>'
    )


def _counted(clock: str, drawn: list[Mark]) -> str:
    count = sum(len(mark.events) for mark in drawn if mark.first.clock == clock)
    return f"{clock} {whole(count)}"


def _bar(mark: Mark) -> str:
    event = mark.first
    return (
        f'<i class="{event.clock}" data-step="{event.step}" title="{escape(_hover(mark))}" '
        f'style="left: {mark.left:.2%}; width: {mark.width:.2%}"></i>'
    )


def _hover(mark: Mark) -> str:
    event, count = mark.first, len(mark.events)
    start = milliseconds(event.start / 1e9)
    if event.clock == PYTHON:
        took = milliseconds((event.end - event.start) / 1e9)
        return f"Python ran this line for {took}, from {start} on"
    if event.clock == NODES:
        return f"{counted(count, 'node')} made, from {start} on: {_names(mark)}"
    took = sum(each.end - each.start for each in mark.events) / 1e6
    return f"{counted(count, 'kernel')} ran for {took:.3f} ms, from {start} on: {_names(mark)}"


def _names(mark: Mark) -> str:
    names = list(dict.fromkeys(event.name for event in mark.events))
    more = " …" if len(names) > MOST_KINDS else ""
    return ", ".join(names[:MOST_KINDS]) + more


def _ends(lane: Lane, axis: str) -> str:
    if axis == ORDER:
        ends = "first event", "last event"
    else:
        ends = "0 ms", milliseconds(length(lane) / 1e9)
    left, right = ends
    return f'<p class="ends"><span>{left}</span><span>{right}</span></p>'


def pale_after(index: int, last: int) -> str:
    """Return the CSS rule that makes all marks after a step pale."""
    later = ", ".join(f'[data-step="{step}"]' for step in range(index + 1, last + 1))
    return f".lane-clocks i:is({later}) {{opacity: 0.13}}" if later else ""


def legend() -> Iterator[tuple[str, str]]:
    """Yield what each clock's marks mean, by the clock."""
    yield PYTHON, "Python ran the line"
    yield NODES, "a node was made"
    yield KERNELS, "a kernel ran it"
