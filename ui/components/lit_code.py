"""Code boxes in which the lines that matter are lit."""

import ast
import functools
import re
import textwrap
from collections.abc import Collection, Mapping
from html import escape
from pathlib import Path

import streamlit as st
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from lenet.source import Source

# A page that shows such code loads this once: st.html(STYLE).
STYLE = Path(__file__).parent / "style.css"
LIT = "border-left-color: var(--lit-edge); background: var(--lit-ground)"
Marks = Mapping[int, Collection[str]]
NO_MARKS: Marks = {}
NOTHING = range(0)
# Where a line that is too long may go on below, besides at its spaces: behind an
# opening bracket, and within an address.
OPENING = re.compile(r'<span class="p">[(\[]+</span>')
ADDRESS = re.compile(r"https?://[^\s<&]+")


def show_code(
    source: Source, marks: Marks = NO_MARKS, *, folded: range = NOTHING
) -> None:
    """Show code in a narrow column; `light` makes its marked lines stand out."""
    st.html(lit_code(source.text, marks, source.file, folded=folded))


def light(mark: str) -> None:
    """Light the lines with this mark, in all code on the page.

    Only this rule goes to the browser: the code that it lights is there already.
    """
    st.html(f'<style>.lit-code .line[data-marks~="{mark}"] {{{LIT}}}</style>')


def lit_code(text: str, marks: Marks, label: str, *, folded: range = NOTHING) -> str:
    """Give the HTML of Python code; each line, from 1, carries its `marks`.

    The `folded` lines open on a click. `label` tells a screen reader what code
    this is. ui/style.css colours it.
    """
    lines = [
        _line(html, indent, marks.get(number, ()))
        for number, (html, indent) in enumerate(_lines(text), start=1)
    ]
    if folded:
        start, stop = folded.start - 1, folded.stop - 1
        what = "description" if start else "imports, description"
        summary = f"<summary>Lines {start + 1} to {stop}: {what}</summary>"
        hidden = summary + "".join(lines[start:stop])
        lines[start:stop] = [f"<details>{hidden}</details>"]
    return (
        f'<pre class="lit-code" tabindex="0" aria-label="{escape(label)}">'
        f"<code>{''.join(lines)}</code></pre>"
    )


def description(text: str) -> range:
    """Find the lines of a function's docstring, from 1, if it has several."""
    function = ast.parse(textwrap.dedent(text)).body[0]
    assert isinstance(function, ast.FunctionDef | ast.ClassDef)
    first = function.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if not is_text or first.lineno == first.end_lineno:
        return NOTHING
    return range(first.lineno, (first.end_lineno or 0) + 1)


def _line(html: str, indent: int, marks: Collection[str]) -> str:
    marked = f' data-marks="{escape(" ".join(marks))}"' if marks else ""
    return f'<span class="line"{marked} style="--indent: {indent}">{html}\n</span>'


@functools.lru_cache(maxsize=50)
def _lines(text: str) -> list[tuple[str, int]]:
    """Colour each line, and count the spaces that it starts with."""
    plain = text.splitlines()
    lexer = PythonLexer(stripnl=False, ensurenl=False)
    coloured = highlight(text, lexer, HtmlFormatter(nowrap=True)).split("\n")
    return [
        (_breakable(line), len(given) - len(given.lstrip(" ")))
        for line, given in zip(coloured[: len(plain)], plain, strict=True)
    ]


def _breakable(line: str) -> str:
    line = OPENING.sub(r"\g<0><wbr>", line)
    return ADDRESS.sub(lambda found: re.sub(r"[/_#]", r"\g<0><wbr>", found[0]), line)
