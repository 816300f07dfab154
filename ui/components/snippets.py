"""What calls gave: the code that was called, and what came back or was raised."""

from html import escape

import streamlit as st

from lenet.results.observation import Observation
from ui.components.code import show_code


def observation(seen: Observation) -> None:
    """Show one call: whether it came back, its code, its result or exception."""
    if seen.worked:
        st.markdown(f":green-badge[:material/check: came back] {_seconds(seen)}")
    else:
        st.markdown(f":orange-badge[:material/block: raised] {_seconds(seen)}")
    show_code(seen.source)
    for text in filter(None, (seen.returned, seen.error)):
        st.html(output(text))
    if seen.dot:
        st.graphviz_chart(seen.dot, alt="The layers as plot_model draws them")


def output(text: str) -> str:
    """Give the HTML of what a call said; the lines of a table stay whole."""
    kind = "output table" if "│" in text else "output"
    return f'<pre class="{kind}" tabindex="0">{escape(text)}</pre>'


def _seconds(seen: Observation) -> str:
    return f":small[:gray[in {1000 * seen.seconds:,.0f} ms]]"
