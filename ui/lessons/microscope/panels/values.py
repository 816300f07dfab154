"""The values that exist on a line, and the operations that have run by then."""

from collections.abc import Collection
from html import escape

from lenet.results.recording import Frame, Operation, Recording, Value
from lenet.results.summary import Summary
from ui.components.html import box, title
from ui.components.numbers import bad, figure, odd, percent, shape

HEADS = ("Name", "Shape", "min", "max", "mean", "norm", "zeros", "Kind")
ON_TAPE = ("forward", "loss")


def values(frame: Frame) -> str:
    """Show all that exists on the line; what the line has made stands first."""
    if not frame.values:
        return ""
    ordered = sorted(frame.values, key=lambda value: not value.made)
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    rows = "".join(map(_row, ordered))
    return box(
        title("What exists on this line; bold is new"),
        '<div class="scroll" tabindex="0" role="region" aria-label="Values">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>",
    )


def on_tape(recording: Recording, frame: Frame) -> str:
    """Show what the tape has recorded by then, the newest first."""
    heading = "What the tape has recorded so far, the newest first"
    return _operations(recording, frame, ON_TAPE, heading)


def off_tape(recording: Recording, frame: Frame) -> str:
    """Show what the tape has run backwards by then, the newest first."""
    heading = "What the tape has run to get the gradients, the newest first"
    return _operations(recording, frame, ("backward",), heading)


def operation(one: Operation) -> str:
    """Write an operation: "Conv2D (32,32,32,1) · (3,3,1,6) → (32,30,30,6)"."""
    inputs = " · ".join(map(shape, one.inputs))
    outputs = " · ".join(map(shape, one.outputs))
    return f"<b>{escape(one.kind)}</b> {inputs} → {outputs}"


def _row(value: Value) -> str:
    summary = value.summary
    name = f"<code>{escape(value.name)}</code>"
    if summary is None:
        kind = escape(value.kind)
        rest = f'<td colspan="{len(HEADS) - 2}">{escape(value.text)}</td>'
    else:
        kind = f"{escape(value.kind)}, {escape(summary.dtype)}"
        name += f" {bad(odd(summary))}" if odd(summary) else ""
        rest = _numbers(summary)
    made = ' class="made"' if value.made else ""
    return f'<tr{made}><th scope="row">{name}</th>{rest}<td>{kind}</td></tr>'


def _numbers(summary: Summary) -> str:
    cells = f"<td>{shape(summary.shape)}</td>"
    if not summary.shape:
        return f'{cells}<td colspan="{len(HEADS) - 3}">{figure(summary.mean, 6)}</td>'
    four = (summary.minimum, summary.maximum, summary.mean, summary.norm)
    told = [*(figure(each, 4) for each in four), percent(summary.zeros)]
    return cells + "".join(f"<td>{cell}</td>" for cell in told)


def _operations(
    recording: Recording, frame: Frame, phases: Collection[str], heading: str
) -> str:
    ran = recording.operations[: frame.operations]
    lines = [operation(one) for one in ran if one.phase in phases]
    if not lines:
        return ""
    numbered = list(enumerate(lines, start=1))[::-1]
    items = "".join(f'<li value="{place}">{line}</li>' for place, line in numbered)
    return box(
        title(heading),
        f'<ol class="operations" tabindex="0" aria-label="{heading}">{items}</ol>',
    )
