"""Code without what would tell the mistake in it: no description, no remark."""

import ast
import textwrap
from dataclasses import dataclass
from functools import lru_cache

from lenet.source import Source

REMARK = "# The mistake:"


@dataclass(frozen=True)
class Lines:
    """The lines of a function that are shown, each with its number in the source."""

    source: Source
    numbers: tuple[int, ...]

    def shown(self, line: int) -> int:
        """Return where a line of the source is shown, from 1; 0 where it is not."""
        return self.numbers.index(line) + 1 if line in self.numbers else 0


@lru_cache(maxsize=50)
def without_remarks(source: Source) -> Lines:
    """Return a function without its docstring, and without remarks on its mistake.

    All other lines are as they run. The name of the file is left out too.
    """
    texts = source.text.splitlines(keepends=True)
    hidden = {*_docstring(source.text), *_remarks(source.text)}
    kept = tuple(n for n in range(1, len(texts) + 1) if n not in hidden)
    text = "".join(texts[number - 1] for number in kept)
    return Lines(Source(text, "The code that runs", 1), kept)


def mistaken(source: Source) -> tuple[int, ...]:
    """Return the lines of the statement below the remark; none without a remark."""
    remarks = _remarks(source.text)
    if not remarks:
        return ()
    below = [
        node
        for node in ast.walk(ast.parse(textwrap.dedent(source.text)))
        if isinstance(node, ast.stmt) and node.lineno > remarks[-1]
    ]
    first = min(below, key=lambda node: node.lineno)
    return tuple(range(first.lineno, (first.end_lineno or first.lineno) + 1))


def _docstring(text: str) -> range:
    function = ast.parse(textwrap.dedent(text)).body[0]
    assert isinstance(function, ast.FunctionDef)
    if ast.get_docstring(function) is None:
        return range(0)
    first = function.body[0]
    return range(first.lineno, (first.end_lineno or first.lineno) + 1)


def _remarks(text: str) -> list[int]:
    return [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip().startswith(REMARK)
    ]
