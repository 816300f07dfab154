"""Automatic differentiation: the tape, what it records, and why it gives None."""

from ui.components.waiting import tabs_when_ready
from ui.lessons import frame
from ui.lessons.automatic_differentiation import none_clinic, tabs

HEIGHT = 600  # of a tab that waits for TensorFlow
PARTS = {
    tabs.NONE_CLINIC: (none_clinic.show, "It will run code whose gradient is None."),
}

frame.begin("automatic_differentiation")
tabs_when_ready(PARTS, tabs.TABS.key, HEIGHT)
frame.end(
    "automatic_differentiation",
    ("microscope", "See the tape record a whole training step of LeNet"),
)
