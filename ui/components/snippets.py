"""The code that was called, and what it returned or which error it raised."""

from html import escape

import streamlit as st

from lenet.results.observation import Observation
from ui.components.code import show_code
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


def output(text: str) -> str:
    """Return the HTML of what a call returned; the lines of a table stay whole."""
    kind = "output table" if "│" in text else "output"
    return f'<pre class="{kind}" tabindex="0">{escape(text)}</pre>'
