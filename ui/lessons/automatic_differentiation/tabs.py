"""The page's tabs in their order; each ends with a button to the next."""

from ui.components.tabs import Tabs
from ui.lessons.automatic_differentiation import key

NONE_CLINIC = "The None clinic"
TABS = Tabs(
    lesson="automatic_differentiation",
    key=key("part"),
    modules={NONE_CLINIC: "none_clinic"},
    notebooks="lenet.autodiff.notebooks",
    with_model=(),
)
close = TABS.close
