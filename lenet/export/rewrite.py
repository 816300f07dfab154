"""The text of a definition, with some of its names written anew."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """Write `text` from the start of one expression to the end of another."""

    first: ast.expr
    last: ast.expr
    text: str


def rewritten(text: str, node: ast.stmt, changes: Iterable[Change]) -> str:
    """Return the lines of a definition, changed, with the comment above it."""
    lines = [line.encode() for line in text.splitlines()]  # as ast counts
    for change in sorted(changes, key=_position, reverse=True):
        first, last = change.first, change.last
        assert first.lineno == last.end_lineno, "a name spans two lines"
        line = lines[first.lineno - 1]
        before, after = line[: first.col_offset], line[last.end_col_offset :]
        lines[first.lineno - 1] = before + change.text.encode() + after
    start, stop = _first_line(node), node.end_lineno
    while start > 1 and lines[start - 2].startswith(b"#"):
        start -= 1
    return b"\n".join(lines[start - 1 : stop]).decode()


def _position(change: Change) -> tuple[int, int]:
    return change.first.lineno, change.first.col_offset


def _first_line(node: ast.stmt) -> int:
    """Return the line, from 1, of the first decorator or of the statement."""
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])
