"""The code that was called, and what it returned or which error it raised."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from lenet.results.observation import Observation
from ui.components.code import show_code
from ui.components.columns import columns_or_tabs
from ui.components.numbers import duration


def observation(seen: Observation) -> None:
    """Show one call: whether it returned, its code, its result or its error."""
    if seen.worked:
        outcome = ":green-badge[:material/check: returned]"
    else:
        outcome = ":orange-badge[:material/block: raised an error]"
    st.markdown(f"{outcome} :small[:gray[in {duration(seen.seconds)}]]")
    show_code(seen.source)
    for text in filter(None, (seen.returned, seen.error)):
        st.html(output(text))
    if seen.dot:
        st.graphviz_chart(seen.dot, alt="The layers as plot_model draws them")


def observations(key: str, seen: Mapping[str, Observation]) -> None:
    """Show calls by their titles: in columns, four as two rows, or in tabs."""

    def show(title: str) -> None:
        observation(seen[title])

    def show_titled(title: str) -> None:
        st.markdown(f"**{title}**")
        show(title)

    titles = list(seen)
    columns = 2 if len(titles) == 4 else len(titles)
    columns_or_tabs(
        key,
        titles,
        show_titled,
        show,
        widths=[1] * columns,
        opened=titles[0],
    )


def output(text: str) -> str:
    """Return the HTML of what a call returned; the lines of a table stay whole."""
    kind = "output table" if "│" in text else "output"
    return f'<pre class="{kind}" tabindex="0">{escape(text)}</pre>'
