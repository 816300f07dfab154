"""The values that exist on a line, and the operations that have run."""

from collections.abc import Collection
from html import escape

from lenet.results.recording import Frame, Operation, Recording, Value
from lenet.results.summary import Summary
from ui.components.html import box, title
from ui.components.numbers import bad, figure, odd, percent, shape

HEADS = ("Name", "Shape and type", "min", "max", "mean", "norm", "zeros")
ON_TAPE = ("forward", "loss")


def values(frame: Frame) -> str:
    """Return all values on the line, those that it assigned first (HTML)."""
    if not frame.values:
        return ""
    ordered = sorted(frame.values, key=lambda value: not value.made)
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    rows = "".join(map(_row, ordered))
    return box(
        title("Values on this line (new ones are bold)"),
        '<div class="scroll values" tabindex="0" role="region" aria-label="Values">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>",
    )


def on_tape(recording: Recording, frame: Frame) -> str:
    """Return the operations that the tape has recorded, the newest first (HTML)."""
    heading = "Operations that the tape has recorded, the newest first"
    return _operations(recording, frame, ON_TAPE, heading)


def off_tape(recording: Recording, frame: Frame) -> str:
    """Return the operations that computed gradients, the newest first (HTML)."""
    heading = "Operations that computed the gradients, the newest first"
    return _operations(recording, frame, ("backward",), heading)


def operation(one: Operation) -> str:
    """Return an operation: "Conv2D (32,32,32,1) · (3,3,1,6) → (32,30,30,6)"."""
    inputs = " · ".join(map(shape, one.inputs))
    outputs = " · ".join(map(shape, one.outputs))
    return f"<b>{escape(one.kind)}</b> {inputs} → {outputs}"


def _row(value: Value) -> str:
    summary = value.summary
    name = f"<code>{escape(value.name)}</code>"
    if summary is None:
        kind, rest = escape(value.kind), _text(escape(value.text))
    else:
        name += f" {bad(odd(summary))}" if odd(summary) else ""
        kind = f"{shape(summary.shape)} {escape(value.kind)}, {escape(summary.dtype)}"
        rest = _numbers(summary)
    made = ' class="made"' if value.made else ""
    return (
        f'<tr{made}><th scope="row">{name}</th><td class="kind">{kind}</td>{rest}</tr>'
    )


def _text(html: str) -> str:
    return f'<td colspan="{len(HEADS) - 2}">{html}</td>'


def _numbers(summary: Summary) -> str:
    if not summary.shape:
        return _text(figure(summary.mean, 6))
    four = (summary.minimum, summary.maximum, summary.mean, summary.norm)
    cells = [*(figure(each) for each in four), percent(summary.zeros)]
    heads = HEADS[-len(cells) :]
    return "".join(
        f'<td data-head="{head}">{cell}</td>'
        for head, cell in zip(heads, cells, strict=True)
    )


def _operations(
    recording: Recording, frame: Frame, phases: Collection[str], heading: str
) -> str:
    ran = recording.operations[: frame.operations]
    lines = [operation(one) for one in ran if one.phase in phases]
    if not lines:
        return ""
    numbered = list(enumerate(lines, start=1))[::-1]
    items = "".join(f'<li value="{number}">{line}</li>' for number, line in numbered)
    return box(
        title(heading),
        f'<ol class="operations" tabindex="0" aria-label="{heading}">{items}</ol>',
    )
