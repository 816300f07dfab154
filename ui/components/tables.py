"""Small tables of text."""

from collections.abc import Sequence

import streamlit as st


def table(rows: Sequence[dict[str, str]]) -> None:
    """Show rows as a table; their keys are its heads, a missing cell is empty.

    As Markdown: st.table does the same with pandas, whose import costs the first
    visitor a third of a second.
    """
    heads = list(dict.fromkeys(head for row in rows for head in row))
    lines = [heads, ["---"] * len(heads)]
    lines += [[row.get(head, "") for head in heads] for row in rows]
    st.markdown("\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
