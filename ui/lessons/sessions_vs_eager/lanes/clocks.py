"""Three clocks for each line: when Python ran it, made its nodes, ran its kernels."""

from collections.abc import Iterator
from html import escape

from lenet.results.lanes import Lane
from ui.components.numbers import counted, milliseconds, whole
from ui.components.theme import BLUE, GREEN, ORANGE
from ui.lessons.sessions_vs_eager.lanes.events import (
    CLOCKS,
    KERNELS,
    NODES,
    ORDER,
    PYTHON,
    Mark,
    Row,
    marks,
)

COLOURS = {PYTHON: BLUE, NODES: ORANGE, KERNELS: GREEN}
MOST_KINDS = 3  # kinds of kernels, or names of nodes, that one mark names


def clocks(lane: Lane, axis: str, end: int) -> str:
    """Return the three clocks of each line as HTML, on one axis.

    An axis of time ends at `end`, in nanoseconds.
    """
    drawn = marks(lane, axis, end)
    rows = dict.fromkeys(mark.first.row for mark in drawn if mark.first.clock == PYTHON)
    body = "".join(
        _row(lane, row, [mark for mark in drawn if mark.first.row == row])
        for row in rows
    )
    colours = "; ".join(f"--{name}: {colour}" for name, colour in COLOURS.items())
    return (
        f'<div class="lane-clocks" style="{colours}"><div role="table" '
        f'aria-label="Three clocks, {escape(lane.name)}">{body}</div>'
        f"{_ends(axis, end)}</div>"
    )


def _row(lane: Lane, row: Row, drawn: list[Mark]) -> str:
    step = next(each for each in lane.steps if (each.function, each.line) == row)
    text = lane.text_of(step)
    says = ", ".join(_counted(clock, drawn) for clock in CLOCKS)
    bars = "".join(map(_bar, drawn))
    return (
        f'<div role="row" data-marks="{escape(mark_of(lane, *row))}" '
        f'aria-label="{escape(text)}: {says}">'
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
        f'<i class="{event.clock}" data-step="{event.step}" '
        f'title="{escape(_hover(mark))}" '
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
    lasted = sum(each.end - each.start for each in mark.events) / 1e6
    ran = f"{counted(count, 'kernel')} ran for {lasted:.3f} ms"
    return f"{ran}, from {start} on: {_names(mark)}"


def _names(mark: Mark) -> str:
    names = list(dict.fromkeys(event.name for event in mark.events))
    more = " …" if len(names) > MOST_KINDS else ""
    return ", ".join(names[:MOST_KINDS]) + more


def _ends(axis: str, end: int) -> str:
    if axis == ORDER:
        ends = "first event", "last event"
    else:
        ends = "0 ms", milliseconds(end / 1e9)
    left, right = ends
    return f'<p class="ends"><span>{left}</span><span>{right}</span></p>'


def pale_after(index: int, last: int) -> str:
    """Return the CSS rule that makes all marks after a step pale."""
    later = ", ".join(f'[data-step="{step}"]' for step in range(index + 1, last + 1))
    return f".lane-clocks i:is({later}) {{opacity: 0.25}}" if later else ""


def legend() -> Iterator[tuple[str, str]]:
    """Yield what each clock's marks mean, by the clock."""
    yield PYTHON, "Python ran the line"
    yield NODES, "a node was made"
    yield KERNELS, "a kernel ran it"


def mark_of(lane: Lane, function: str, line: int) -> str:
    """Return the mark of a line, in the code and in the clocks."""
    return f"{lane.name}-{function}-{line}"
