"""The page's tabs in their order; each ends with a button to the next."""

from ui.components.closing import show_closing
from ui.lessons.three_paradigms import key

CODE = "Code"
PROOF = "Proof"
BEHAVIOUR = "Behaviour"
DRAWING = "Drawing"
CUSTOM_LAYERS = "Custom layers"
HISTORY = "2019 to today"
ADVICE = "Which one?"
EXPORT = "Take it with you"
TITLES = (
    *(CODE, PROOF, BEHAVIOUR, DRAWING),
    *(CUSTOM_LAYERS, HISTORY, ADVICE, EXPORT),
)
TABS = key("part")


def close(tab: str, *showed: str) -> None:
    """Show what a tab showed, and the way to the next one, if there is one."""
    following = (*TITLES, "")[TITLES.index(tab) + 1]
    show_closing(showed, TABS, following)
