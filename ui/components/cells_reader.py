"""Have the browser show the value of the cell under the pointer."""

from pathlib import Path

import streamlit as st

_reader = st.components.v2.component(
    "lenet_cells", js=(Path(__file__).parent / "cells_reader.js").read_text("utf-8")
)


def read_cells() -> None:
    """Show the values of all pictures that have them; the shell calls this once."""
    with st.container(key="_cells_reader"):  # of which CSS leaves no gap
        _reader(key="_cells")
