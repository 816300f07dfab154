"""TODO."""

from ui.components.fragments import part
from ui.lessons.automatic_differentiation.tabs import FIT_AND_LOOP, close


@part
def show() -> None:
    """TODO."""
    close(FIT_AND_LOOP)
