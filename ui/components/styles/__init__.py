"""The app's CSS: what is shared lies here, a lesson's own beside the lesson."""

import functools
from pathlib import Path

import streamlit as st

from ui.components import theme

UI = Path(__file__).parents[2]


def load() -> None:
    """Show all CSS of the app to the browser: once a page, by the shell."""
    st.html(f"<style>\n{sheet()}</style>")


@functools.cache
def sheet() -> str:
    """Return the colours of the theme as variables, and every css file of ui/."""
    files = sorted(UI.rglob("*.css"))
    return theme.variables() + "\n".join(file.read_text("utf-8") for file in files)
