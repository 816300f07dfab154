"""A canvas that greets with a digit, whose prediction is there at once."""

from pathlib import Path

import streamlit as st

from lenet.results.reading import Reading
from ui.components.canvas import pen
from ui.components.reading import read
from ui.visitor import workers
from ui.visitor.state import visitor_state

EXAMPLE = (Path(__file__).parent / "example.png").read_bytes()
READER = "lenet.drawing.inference:read_drawing"


def pen_with_example(key: str) -> bytes | None:
    """Show a canvas with a grey example below it; return what is drawn, as `pen`."""
    picture = pen(key, EXAMPLE)
    what = "Your digit" if picture else "The grey digit is an example"
    st.caption(f"{what}. Draw with the mouse or a finger.")
    return picture


def read_example() -> Reading | None:
    """Return the predictions for the example; raise WorkError where there is none.

    That of the shipped network is computed once for all visitors.
    """
    if visitor_state().model is not None:
        return read(EXAMPLE)
    reading: Reading = workers.recall(
        READER, EXAMPLE, paradigm=st.session_state.paradigm
    )
    return reading
