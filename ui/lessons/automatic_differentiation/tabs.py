"""The page's tabs in their order; each ends with a button to the next."""

from ui.components.tabs import Tabs
from ui.lessons.automatic_differentiation import key

EXPRESSION = "The tape"
WITNESSES = "Three witnesses"
TAPE_RULES = "What the tape watches"
FORWARD_MODE = "Forward and reverse"
NONE_CLINIC = "The None clinic"
FIT_AND_LOOP = "fit is your loop"
PICTURE = "Change the picture"
TABS = Tabs(
    lesson="automatic_differentiation",
    key=key("part"),
    modules={
        EXPRESSION: "expression",
        WITNESSES: "witnesses",
        TAPE_RULES: "tape_rules",
        FORWARD_MODE: "forward_mode",
        NONE_CLINIC: "none_clinic",
        FIT_AND_LOOP: "fit_and_loop",
        PICTURE: "picture",
    },
    notebooks="lenet.autodiff.notebooks",
    # The others do without a LeNet.
    with_model=(FIT_AND_LOOP, PICTURE),
)
close = TABS.close
