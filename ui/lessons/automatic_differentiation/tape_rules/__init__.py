"""TODO."""

from ui.components.fragments import part
from ui.lessons.automatic_differentiation.tabs import TAPE_RULES, close


@part
def show() -> None:
    """TODO."""
    close(TAPE_RULES)
