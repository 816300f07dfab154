"""A tab to be written."""

from ui.components.fragments import part
from ui.lessons.sessions_vs_eager.tabs import ERRORS, close


@part
def show() -> None:
    """Show the tab."""
    close(ERRORS)
