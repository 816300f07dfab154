"""The columns in which a lesson shows code beside the values that it computes."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def bench() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the columns for the code and the values; on a phone values come first."""
    with st.container(key="bench"):
        code, values = st.columns([2, 3], gap="medium")
    return code, values
