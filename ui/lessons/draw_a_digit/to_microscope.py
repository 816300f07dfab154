"""The way of a drawing to the microscope, with the label that the visitor gives it."""

import numpy as np
import streamlit as st

from lenet.results.reading import Reading
from ui.components.links import FOLDER
from ui.lessons.draw_a_digit import key
from ui.visitor.state import Labelled, visitor_state

LABEL = key("own_label")
# The tab of the microscope that follows one image, its choice of the drawing, and the
# one that puts it into each batch.
THERE = {
    "microscope_view": "One digit",
    "microscope_digit": "Mine",
    "microscope_own": "true",
}


def show(reading: Reading) -> None:
    """Show a choice of the label, and the button that takes the drawing along."""
    read = int(np.argmax(reading.predictions["Shipped"]))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = st.selectbox(
            "This is a",
            range(10),
            index=read,
            key=f"{LABEL}_{read}",
            width=100,
            help="The digit that you meant. The loss compares the network with it.",
        )
        if st.button(
            "Put it under the microscope",
            icon=":material/biotech:",
            help="Follow your drawing through the network while it trains.",
        ):
            visitor_state().labelled = Labelled(reading.digit, label)
            st.switch_page(FOLDER / "microscope.py", query_params=THERE)
