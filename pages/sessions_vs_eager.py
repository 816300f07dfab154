"""Sessions vs eager: what is built, what is traced and what runs, in three lanes."""

from ui.components.waiting import tabs_when_ready
from ui.lessons import frame
from ui.lessons.sessions_vs_eager import (
    autograph,
    debugging,
    errors,
    fetches,
    lanes,
    race,
    retracing,
    tabs,
)

HEIGHT = 600  # of a tab that waits for TensorFlow
PARTS = {
    tabs.LANES: (lanes.show, "It will run the same lines in three ways."),
    tabs.FETCHES: (fetches.show, "It will build a graph and run a part of it."),
    tabs.ERRORS: (errors.show, "It will make a Session fail."),
    tabs.DEBUGGING: (debugging.show, "It will run the same bug in three ways."),
    tabs.RETRACING: (retracing.show, "It will call a traced function."),
    tabs.AUTOGRAPH: (autograph.show, "It will convert a function to graph code."),
    tabs.RACE: (race.show, "It will show what takes part in the race."),
}

frame.begin("sessions_vs_eager")
tabs_when_ready(PARTS, tabs.TABS.key, HEIGHT)
frame.end(
    "sessions_vs_eager",
    ("train", "Train with the eager loop, then with the graph loop"),
    ("microscope", "Stop eager execution at any line of a training step"),
)
