"""A tab to be written."""

from ui.components.fragments import part
from ui.lessons.sessions_vs_eager.tabs import DEBUGGING, close


@part
def show() -> None:
    """Show the tab."""
    close(DEBUGGING)
