"""What a lane's current line made, and what the lane has done so far."""

from collections.abc import Iterator
from html import escape

from lenet.results.lanes import NODE, VALUE, Counts, Lane, Made
from ui.components.code import lit_code
from ui.components.numbers import counted, whole
from ui.lessons.sessions_vs_eager.lanes.clocks import COLOURS
from ui.lessons.sessions_vs_eager.lanes.events import KERNELS, NODES, PYTHON

KINDS = {NODE: "a node, no value yet", VALUE: "a value"}
NONE = Counts(0, 0, 0)


def now(lane: Lane, index: int) -> str:
    """Return the line that has run, what it made, and the counters (HTML)."""
    if index > lane.last:
        line = _note("This lane has ended.")
        made = ""
    else:
        step = lane.steps[index]
        text = lane.text_of(step)
        line = lit_code(text, {}, f"The line that has run, in {step.function}")
        made = "".join(map(_made, step.made)) or _note(_made_nothing(lane, index))
    return f'<div class="lane-now">{line}{made}{_counters(lane, index)}</div>'


def _made(made: Made) -> str:
    name = "returns" if made.name == "return" else f"<code>{escape(made.name)}</code>"
    kind = KINDS.get(made.kind, "an object")
    return (
        f'<p class="made {made.kind}">{name} <b>{kind}</b></p>'
        f'<pre class="output" tabindex="0">{escape(made.text)}</pre>'
    )


def _made_nothing(lane: Lane, index: int) -> str:
    nodes, kernels = _added(lane, index)
    if nodes and not kernels:
        return f"{counted(nodes, 'new node')}, and none of them has run."
    if kernels:
        return f"{counted(kernels, 'kernel')} ran."
    return "No tensor was made."


def _added(lane: Lane, index: int) -> tuple[int, int]:
    before, after = _before(lane, index), lane.counts(index)
    return after.nodes - before.nodes, after.kernels - before.kernels


def _before(lane: Lane, index: int) -> Counts:
    return lane.counts(index - 1) if index else NONE


def _counters(lane: Lane, index: int) -> str:
    counts, before = lane.counts(index), _before(lane, index)
    rows = (
        (PYTHON, f"Python entered <code>{escape(lane.body)}</code>", "bodies"),
        (NODES, "nodes made", "nodes"),
        (KERNELS, _kernels(lane, index), "kernels"),
    )
    return f'<div class="lane-counts">{"".join(_cells(rows, counts, before))}</div>'


def _kernels(lane: Lane, index: int) -> str:
    """Return the label of the kernels: some build the model or load its weights."""
    until = min(lane.counts(index).kernels, lane.kernels_before_calls)
    return "kernels run" + (f", {whole(until)} before the calls" if until else "")


def _cells(
    rows: tuple[tuple[str, str, str], ...], counts: Counts, before: Counts
) -> Iterator[str]:
    for clock, label, field in rows:
        count = getattr(counts, field)
        more = count - getattr(before, field)
        grown = f" <small>+{whole(more)}</small>" if more else ""
        yield (
            f'<div><span><i style="background: {COLOURS[clock]}"></i>{label}</span>'
            f"<b>{whole(count)}{grown}</b></div>"
        )


def _note(text: str) -> str:
    return f'<p class="note">{text}</p>'
