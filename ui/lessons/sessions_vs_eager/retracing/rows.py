"""Retracing: the calls as rows, each with its counters and why it was traced."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from lenet.graphs.retracing.cures import cures_of
from lenet.results.tracing import TracedCall, TracedRun
from ui.components.html import note
from ui.components.numbers import NOT_YET, whole

TOKEN = re.compile(r"\w+(?:\.\d+)?|\W")
HEADS = ("Call", "", "Body ran", "Graphs traced", "Graph executed")


def rows(names: Sequence[str], texts: Mapping[str, str]) -> str:
    """Return the HTML of a sequence that has not run."""
    return _table(_row(index, texts[name]) for index, name in enumerate(names, 1))


def rows_of_run(
    names: Sequence[str],
    texts: Mapping[str, str],
    ran: TracedRun,
    option: str,
) -> str:
    """Return the HTML of a sequence that ran: a row for each call, and reasons."""
    return _table(
        _row(index, texts[name], seen, _cure(name, seen, option, ran.cures))
        for index, (name, seen) in enumerate(zip(names, ran.calls, strict=True), 1)
    )


def _table(found: Iterable[str]) -> str:
    heads = "".join(f"<span>{head}</span>" for head in HEADS)
    return (
        '<div class="panel retracing" role="group" aria-label="The calls">'
        f'<div class="call heads"><div class="line">{heads}</div></div>'
        f"{''.join(found)}</div>"
    )


def _row(index: int, text: str, seen: TracedCall | None = None, cure: str = "") -> str:
    kind, mark = _mark(seen)
    counts = (
        [NOT_YET] * len(HEADS[2:])
        if seen is None
        else map(whole, (seen.body_runs, seen.tracing_count, seen.executions))
    )
    cells = "".join(
        f'<span data-head="{head}">{count}</span>'
        for head, count in zip(HEADS[2:], counts, strict=True)
    )
    return (
        f'<div class="call {kind}"><div class="line">'
        f"<code>{index}. {escape(text)}</code><b>{mark}</b>{cells}</div>"
        f"{'' if seen is None else _details(seen)}{cure}</div>"
    )


def _cure(name: str, seen: TracedCall, option: str, helping: Sequence[str]) -> str:
    """Return the words of the cures for this call, of those that help."""
    found = {each.what for each in seen.differences}
    cures = cures_of(found, (name,), option).items()
    words = [cure.word for cured, cure in cures if cured in helping]
    return f"<p>Cure: {escape(' or '.join(words))}</p>" if words else ""


def _mark(seen: TracedCall | None) -> tuple[str, str]:
    if seen is None:
        return "waits", ""
    graph = f"graph {seen.graph}" if seen.graph else "error"
    if seen.traced:
        return "traced", f"traced: {graph}"
    return "failed" if seen.error else "reused", graph


def _details(seen: TracedCall) -> str:
    said = f"<p>{escape(seen.cause)}</p>" if seen.cause else ""
    if seen.signature:
        said += _signatures(seen)
    if seen.error:
        said += f'<p class="bad">{escape(seen.error)}</p>'
    return said


def _signatures(seen: TracedCall) -> str:
    """Return the new signature beside the nearest old one; what differs is lit."""
    if not seen.nearest:
        return _signature("New signature", escape(seen.signature))
    new, old = _lit(seen.signature, seen.nearest)
    made = ""
    if seen.generalised:
        lit, _ = _lit(seen.generalised, seen.signature)
        made = _signature("Traced more generally, for", lit)
    both = _signature("New signature", new) + _signature("Nearest old one", old)
    return f'<div class="both">{both}{made}</div>'


def _signature(title: str, html: str) -> str:
    return f"<div>{note(title)}<code>{html}</code></div>"


def _lit(new: str, old: str) -> tuple[str, str]:
    """Return the HTML of two texts, the tokens marked in which they differ."""
    first, second = TOKEN.findall(new), TOKEN.findall(old)
    same = difflib.SequenceMatcher(None, first, second, autojunk=False)
    texts = ["", ""]
    for tag, *ends in same.get_opcodes():
        for side, tokens in enumerate((first, second)):
            piece = escape("".join(tokens[ends[2 * side] : ends[2 * side + 1]]))
            lit = f"<mark>{piece}</mark>" if tag != "equal" and piece else piece
            texts[side] += lit
    return texts[0], texts[1]
