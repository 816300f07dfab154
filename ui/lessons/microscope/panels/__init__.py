"""What the microscope shows of a frame: a panel for each phase of a step."""

from collections.abc import Callable

import streamlit as st

from lenet.results.recording import PHASES, Frame, Recording
from ui.lessons.microscope.panels import backward, batch, check, forward, loss, update

# A phase to a function that returns the parts of its panel, as HTML.
PANELS: dict[str, Callable[[Recording, Frame, int], list[str]]] = {
    "batch": batch.panel,
    "forward": forward.panel,
    "loss": loss.panel,
    "backward": backward.panel,
    "update": update.panel,
    "check": check.panel,
}
assert tuple(PANELS) == PHASES


def show(recording: Recording, frame: Frame, chosen: int) -> None:
    """Show the panel of a frame; `chosen` is the index of an image in the batch.

    It has to be one of the images whose activations were kept.
    """
    for html in content(recording, frame, chosen):
        st.html(html)


def content(recording: Recording, frame: Frame, chosen: int) -> list[str]:
    """Return the parts of a frame's panel as HTML, in order."""
    parts = PANELS[frame.phase](recording, frame, chosen)
    return [html for html in parts if html]
