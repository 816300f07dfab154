"""TODO."""

from ui.components.fragments import part
from ui.lessons.automatic_differentiation.tabs import FORWARD_MODE, close


@part
def show() -> None:
    """TODO."""
    close(FORWARD_MODE)
