"""The page's tabs in their order; each ends with a button to the next."""

from ui.components.closing import show_closing
from ui.components.notebooks import offer_notebook
from ui.lessons.sessions_vs_eager import key

LANES = "Three lanes"
FETCHES = "What ran"
ERRORS = "Session errors"
DEBUGGING = "Debugging"
RETRACING = "Retracing"
AUTOGRAPH = "AutoGraph"
RACE = "The race"
# Each with the name of its package here, which its notebook has too.
MODULES = {
    LANES: "lanes",
    FETCHES: "fetches",
    ERRORS: "errors",
    DEBUGGING: "debugging",
    RETRACING: "retracing",
    AUTOGRAPH: "autograph",
    RACE: "race",
}
TITLES = tuple(MODULES)
TABS = key("part")
NOTEBOOKS = "lenet.graphs.notebooks"
# Their notebooks have a LeNet; the others do without one, and without a seed.
WITH_MODEL = (LANES, FETCHES, RETRACING, RACE)


def close(tab: str, *showed: str) -> None:
    """Show what a tab showed, the way to the next one, and the tab as a notebook."""
    following = TITLES[TITLES.index(tab) + 1 :]
    show_closing(showed, TABS, following[0] if following else "")
    module = f"{NOTEBOOKS}.{MODULES[tab]}"
    offer_notebook(
        f"{module}:main",
        f"sessions_vs_eager_{MODULES[tab]}",
        tab,
        has_model=tab in WITH_MODEL,
    )
