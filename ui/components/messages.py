"""An error's message on the page: the lines to read are lit, the others folded."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from html import escape

import streamlit as st

from lenet.results.messages import Message
from ui.components.numbers import counted

# Marks of lines of code and of messages; messages.css lights them.
READ = "message_read"
NAMES = "message_names"
NO_MARKS: Mapping[int, str] = {}
RAISED = "message_raised"


def show_message(
    message: Message,
    naming: Iterable[int] | None = None,
    *,
    of: str = "The error's message",
) -> None:
    """Show a whole message; what names other code opens on a click.

    The line that says what went wrong is lit. Those `naming` the learner's code
    have a bar: all of them, unless some are given. A screen reader reads `of`.
    """
    if naming is None:
        naming = [at for at, _ in message.names]
    marks = {**dict.fromkeys(naming, NAMES), message.says: READ}
    lines = enumerate([f"{message.kind}:", *message.lines], start=-1)
    pieces = itertools.groupby(lines, lambda line: line[0] in message.inner)
    html = "".join(
        _folded(list(group)) if is_inner else "".join(_lines(group, marks))
        for is_inner, group in pieces
    )
    st.html(
        f'<pre class="lit-code" tabindex="0" aria-label="{escape(of)}">'
        f"<code>{html}</code></pre>"
    )


def _folded(lines: list[tuple[int, str]]) -> str:
    summary = f"{counted(len(lines), 'line')} about other code"
    inside = "".join(_lines(lines))
    return f"<details><summary>{summary}</summary>{inside}</details>"


def _lines(
    lines: Iterable[tuple[int, str]], marks: Mapping[int, str] = NO_MARKS
) -> Iterator[str]:
    for at, text in lines:
        mark = f' data-marks="{marks[at]}"' if at in marks else ""
        indent = len(text) - len(text.lstrip())
        yield (
            f'<span class="line"{mark} style="--indent: {indent}">'
            f"{escape(text)}\n</span>"
        )
