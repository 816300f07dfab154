"""The page's tabs in their order; each ends with a button to the next."""

from ui.components.closing import show_closing
from ui.lessons.sessions_vs_eager import key

LANES = "Three lanes"
FETCHES = "What ran"
ERRORS = "Session errors"
DEBUGGING = "Debugging"
RETRACING = "Retracing"
AUTOGRAPH = "AutoGraph"
RACE = "The race"
TITLES = (LANES, FETCHES, ERRORS, DEBUGGING, RETRACING, AUTOGRAPH, RACE)
TABS = key("part")


def close(tab: str, *showed: str) -> None:
    """Show what a tab showed, and the way to the next one."""
    following = TITLES[TITLES.index(tab) + 1 :]
    show_closing(showed, TABS, following[0] if following else "")
