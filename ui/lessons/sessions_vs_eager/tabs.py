"""The page's tabs in their order; each ends with a button to the next."""

from ui.components.tabs import Tabs
from ui.lessons.sessions_vs_eager import key

LANES = "Three lanes"
FETCHES = "What ran"
ERRORS = "Session errors"
DEBUGGING = "Debugging"
RETRACING = "Retracing"
AUTOGRAPH = "AutoGraph"
RACE = "The race"
TABS = Tabs(
    lesson="sessions_vs_eager",
    key=key("part"),
    modules={
        LANES: "lanes",
        FETCHES: "fetches",
        ERRORS: "errors",
        DEBUGGING: "debugging",
        RETRACING: "retracing",
        AUTOGRAPH: "autograph",
        RACE: "race",
    },
    notebooks="lenet.graphs.notebooks",
    # The others do without a LeNet, and without a seed.
    with_model=(LANES, FETCHES, RETRACING, RACE),
)
close = TABS.close
