"""The app's CSS: shared files are here, a lesson's own beside the lesson."""

import functools
from pathlib import Path

import streamlit as st

from ui.components import theme

HERE = Path(__file__).parent
LESSONS = HERE.parents[1] / "lessons"


def load() -> None:
    """Show all CSS of the app to the browser; the shell calls this once a page."""
    st.html(f"<style>\n{sheet()}</style>")


@functools.cache
def sheet() -> str:
    """Return the colours of the theme as variables, and the text of all files."""
    return theme.variables() + "\n".join(file.read_text("utf-8") for file in files())


def files() -> list[Path]:
    """Return the css files of all pages, those of the lessons last.

    A component that brings its own, in a shadow root, keeps it beside its script.
    """
    return [*sorted(HERE.glob("*.css")), *sorted(LESSONS.rglob("*.css"))]
