"""The page's tabs in their order; each ends with a button to the next."""

from collections.abc import Sequence

from ui.components.closing import show_closing
from ui.lessons.replicas import key

ONE_BATCH = "One batch, split"
MISTAKES = "Make the mistake"
TRAIN = "Train"
SCALING = "Is it faster?"
CLUSTER = "On a cluster"
TITLES = (ONE_BATCH, MISTAKES, TRAIN, SCALING, CLUSTER)
TABS = key("part")


def close(tab: str, showed: Sequence[str]) -> None:
    """Show what a tab showed, and the way to the next one, if there is one."""
    following = (*TITLES, "")[TITLES.index(tab) + 1]
    show_closing(showed, TABS, following)
