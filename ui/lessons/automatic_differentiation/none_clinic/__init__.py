"""TODO."""

from ui.components.fragments import part
from ui.lessons.automatic_differentiation.tabs import NONE_CLINIC, close


@part
def show() -> None:
    """TODO."""
    close(NONE_CLINIC)
