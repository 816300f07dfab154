"""TODO."""

from ui.components.fragments import part
from ui.lessons.automatic_differentiation.tabs import PICTURE, close


@part
def show() -> None:
    """TODO."""
    close(PICTURE)
