"""The microscope: one training step, forward and backward, line by line."""

from ui.components.fragments import guard, open_tab
from ui.components.waiting import waiting
from ui.lessons import frame
from ui.lessons.microscope import (
    TABS,
    choices,
    line_by_line,
    one_digit,
    one_weight,
    optimizer,
)
from ui.lessons.microscope.batches import end_elsewhere
from ui.lessons.microscope.hunt import is_on
from ui.lessons.microscope.hunt_panel import show_hunt
from ui.lessons.microscope.session import session_for

PARTS = {
    line_by_line.TITLE: line_by_line.show,
    optimizer.TITLE: optimizer.show,
    one_weight.TITLE: one_weight.show,
    one_digit.TITLE: one_digit.show,
}


@guard
def microscope() -> None:
    """Choose a step, record it, and show it on four tabs."""
    choice = choices.choose()
    choices.explain(choice.mistake)
    with waiting("TensorFlow records a step", height=600):
        session = session_for(choice)
    if is_on():
        show_hunt(session)
    end_elsewhere()
    open_tab(PARTS, key=TABS)


frame.begin("microscope")
microscope()
frame.end("microscope", ("train", "Train with another optimizer or learning rate"))
