"""Where two versions of a function differ."""

import ast
import difflib
import textwrap
from typing import Any


def differing(text: str, other: str) -> tuple[tuple[int, ...], int]:
    """Return which lines of a function another one has not, from 1.

    Where the other one has a line more instead, they are empty, and the second
    result is the line below the missing one; else it is 0. Their heads and
    docstrings do not count.
    """
    (ours, start), (theirs, _) = _body(text), _body(other)
    changes = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    lines: list[int] = []
    missing = 0
    for kind, first, end, _, _ in changes.get_opcodes():
        if kind == "insert":
            missing = start + first
        elif kind != "equal":
            lines += range(start + first, start + end)
    return tuple(lines), missing


def _body(text: str) -> tuple[list[str], int]:
    """Return a function's lines below its docstring, and the first's number."""
    function: Any = ast.parse(textwrap.dedent(text)).body[0]
    first = function.body[1].lineno
    return text.splitlines()[first - 1 :], first
