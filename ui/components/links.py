"""Links between pages, by the file's name."""

from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).parents[2] / "pages"


def link_to(name: str, label: str, icon: str) -> None:
    """Link to the page in pages/`name`.py."""
    st.page_link(FOLDER / f"{name}.py", label=label, icon=f":material/{icon}:")
