"""TODO."""

from ui.components.fragments import part
from ui.lessons.automatic_differentiation.tabs import EXPRESSION, close


@part
def show() -> None:
    """TODO."""
    close(EXPRESSION)
