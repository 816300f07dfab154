"""What calls gave: the code that was called, and what came back or was raised."""

import streamlit as st

from lenet.results import Observation
from ui.lit_code import show_code


def observation(seen: Observation) -> None:
    """Show one call: its code, then its result or its exception."""
    show_code(seen.source)
    if seen.worked:
        st.markdown(f":green-badge[:material/check: came back] {_seconds(seen)}")
    else:
        st.markdown(f":orange-badge[:material/block: raised] {_seconds(seen)}")
    if seen.returned:
        is_table = "│" in seen.returned  # its lines only make sense unbroken
        st.code(seen.returned, language=None, wrap_lines=not is_table)
    if seen.error:
        st.code(seen.error, language=None, wrap_lines=True)
    if seen.dot:
        st.graphviz_chart(seen.dot, alt="The layers as plot_model draws them")


def _seconds(seen: Observation) -> str:
    return f":small[:gray[in {1000 * seen.seconds:,.0f} ms]]"
