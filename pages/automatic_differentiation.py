"""Automatic differentiation: the tape, what it records, and why fit is a loop."""

from ui.components.waiting import tabs_when_ready
from ui.lessons import frame
from ui.lessons.automatic_differentiation import (
    expression,
    fit_and_loop,
    forward_mode,
    none_clinic,
    picture,
    tabs,
    tape_rules,
    witnesses,
)

HEIGHT = 600  # of a tab that waits for TensorFlow
PARTS = {
    tabs.EXPRESSION: (expression.show, "It will record a formula on a tape."),
    tabs.WITNESSES: (witnesses.show, "It will compute a derivative in three ways."),
    tabs.TAPE_RULES: (tape_rules.show, "It will run small examples of the tape."),
    tabs.FORWARD_MODE: (forward_mode.show, "It will count operations."),
    tabs.NONE_CLINIC: (none_clinic.show, "It will run code whose gradient is None."),
    tabs.FIT_AND_LOOP: (fit_and_loop.show, "It will train in five ways."),
    tabs.PICTURE: (picture.show, "It will compute the gradient for a picture."),
}

frame.begin("automatic_differentiation")
tabs_when_ready(PARTS, tabs.TABS.key, HEIGHT)
frame.end(
    "automatic_differentiation",
    ("microscope", "See the tape record a whole training step of LeNet"),
    ("draw_a_digit", "Draw a digit of your own"),
)
