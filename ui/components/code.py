"""Code boxes: what they show is read from what runs, and its lines can be lit."""

import ast
import functools
import itertools
import re
import textwrap
from collections.abc import Collection, Mapping
from html import escape

import streamlit as st
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from lenet.source import Source
from ui.components.clicks.pick import GROUP, Pick
from ui.components.waiting import waiting
from ui.visitor import workers

HEIGHT = 320  # pixels that are kept free for code that is being read
LIT = "border-left-color: var(--accent); background: var(--lit)"
Marks = Mapping[int, Collection[str]]
NO_MARKS: Marks = {}
NOTHING = range(0)
Folds = Mapping[range, str]
NO_FOLDS: Folds = {}
Picks = Mapping[int, Pick]
NO_PICKS: Picks = {}
# Where a line that is too long may go on below, besides at its spaces: behind an
# opening bracket, within an address, and at the joints of a long word.
OPENING = re.compile(r'<span class="p">[(\[]+</span>')
ADDRESS = re.compile(r"https?://[^\s<&]+")
WORD = re.compile(r'(?:<span class="\w+">[^\s<]+</span>)+')
JOINT = re.compile(r'<span class="o">[.=]</span>')
LONG_WORD = 26  # characters: a narrow column has some thirty
# Alone at the end of a line, `return` would read as one that returns nothing.
RETURN = re.compile(r'<span class="k">return</span> ')


def code_boxes(pieces: Mapping[str, str], key: str) -> None:
    """Show one of several pieces of code, chosen by its title."""
    piece = st.segmented_control(
        "Piece of code",
        list(pieces),
        default=next(iter(pieces)),
        required=True,
        key=key,
        label_visibility="collapsed",
        bind="query-params",
        wrap=True,
    )
    code_box(pieces[piece])


def code_box(name: str) -> None:
    """Show the source of `lenet.module` or `lenet.module:name`, and where it stands.

    Its description is folded away, as are the imports of a module.
    """
    try:
        with waiting("The code is being read", HEIGHT):
            source = workers.source(name)
    except workers.WorkError as error:
        st.error(str(error), icon=":material/error:")
        return
    show_function(source, caption=runs_here(source))


def show_code(
    source: Source,
    marks: Marks = NO_MARKS,
    *,
    folded: range = NOTHING,
    folds: Folds = NO_FOLDS,
    picks: Picks = NO_PICKS,
    caption: str = "",
) -> None:
    """Show code in a narrow column, with a caption below it.

    `light` makes its marked lines stand out; the `folded` ones open on a click, as
    do those of `folds`, which says what they do. `picks` are the lines that can be
    clicked.
    """
    st.html(
        lit_code(
            source.text, marks, source.file, folded=folded, folds=folds, picks=picks
        )
    )
    if caption:
        st.caption(caption)


def show_function(
    source: Source,
    marks: Marks = NO_MARKS,
    *,
    caption: str,
    folds: Folds = NO_FOLDS,
    picks: Picks = NO_PICKS,
) -> None:
    """Show code as `show_code` does, its description folded away."""
    folded = description(source.text)
    show_code(source, marks, folded=folded, folds=folds, picks=picks, caption=caption)


def where(source: Source) -> str:
    """Return where code stands, for a caption: its file and its first line."""
    return f"`{source.file}`, line {source.line}"


def runs_here(source: Source) -> str:
    """Return the caption of code that runs on the page that shows it."""
    return f"{where(source)}: the code that runs here"


def light(mark: str) -> None:
    """Light the lines with this mark, in all code on the page.

    Only this rule goes to the browser: the code that it lights is there already.
    """
    st.html(f'<style>.lit-code .line[data-marks~="{mark}"] {{{LIT}}}</style>')


def lit_code(
    text: str,
    marks: Marks,
    label: str,
    *,
    folded: range = NOTHING,
    folds: Folds = NO_FOLDS,
    picks: Picks = NO_PICKS,
) -> str:
    """Return the HTML of Python code; each line, from 1, carries its `marks`.

    The `folded` lines open on a click, as do those of `folds`, which says what they
    do. `picks` are the lines that can be clicked. `label` is read by a screen reader.
    """
    stop = min(picks, default=0)
    attributes = {
        number: _marked(marks.get(number, ()))
        + (picks[number].attributes(is_stop=number == stop) if number in picks else "")
        for number in {*marks, *picks}
    }
    lines = [
        _line(html, indent, attributes.get(number, ""))
        for number, (html, indent) in enumerate(_lines(text), start=1)
    ]
    if folded:
        what = "description" if folded.start > 1 else "imports, description"
        folds = {**folds, folded: what}
    # From the last one on, so that the lines before it keep their numbers.
    for fold in sorted(folds, key=lambda fold: fold.start, reverse=True):
        start, stop = fold.start - 1, fold.stop - 1
        hidden = _summary(fold, folds[fold]) + "".join(lines[start:stop])
        lines[start:stop] = [f"<details>{hidden}</details>"]
    group = f" {GROUP}" if picks else ""
    return (
        f'<pre class="lit-code" tabindex="0" aria-label="{escape(label)}"{group}>'
        f"<code>{''.join(lines)}</code></pre>"
    )


@functools.lru_cache(maxsize=200)
def description(text: str) -> range:
    """Return the lines, from 1, of a docstring of several lines.

    Of a module: the lines of its docstring and of its imports.
    """
    body = ast.parse(textwrap.dedent(text)).body
    if isinstance(body[0], ast.FunctionDef | ast.ClassDef):
        first = body[0].body[0]
        is_long = _is_text(first) and first.end_lineno != first.lineno
        return range(first.lineno, _end(first)) if is_long else NOTHING
    head = list(itertools.takewhile(_is_head, body))
    return range(1, _end(head[-1])) if head else NOTHING


def _is_head(node: ast.stmt) -> bool:
    return _is_text(node) or isinstance(node, ast.Import | ast.ImportFrom)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _end(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) + 1


def _summary(fold: range, what: str) -> str:
    first, last = fold.start, fold.stop - 1
    lines = f"Line {first}" if first == last else f"Lines {first} to {last}"
    return f"<summary>{lines}: {escape(what)}</summary>"


def _marked(marks: Collection[str]) -> str:
    return f' data-marks="{escape(" ".join(marks))}"' if marks else ""


def _line(html: str, indent: int, attributes: str) -> str:
    return f'<span class="line"{attributes} style="--indent: {indent}">{html}\n</span>'


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
    line = WORD.sub(_with_joints, line)
    line = RETURN.sub('<span class="k whole">return </span>', line)
    return ADDRESS.sub(lambda found: re.sub(r"[/_#]", r"\g<0><wbr>", found[0]), line)


def _with_joints(word: re.Match[str]) -> str:
    is_long = len(re.sub(r"<[^>]+>", "", word[0])) > LONG_WORD
    return JOINT.sub(r"\g<0><wbr>", word[0]) if is_long else word[0]
