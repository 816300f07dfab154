"""What the visitor predicted in the lessons: how many were right, and the others."""

import streamlit as st

from ui.components.questions import show_misses


def show() -> None:
    """Show the tally of the predictions, folded, and those that were wrong."""
    with st.expander("Your predictions", icon=":material/fact_check:"):
        show_misses()
