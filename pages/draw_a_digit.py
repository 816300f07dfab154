"""Draw a digit: the predictions of two networks, and their input."""

import streamlit as st

from ui.components.canvas import side_by_side
from ui.components.links import link_to
from ui.lessons import frame
from ui.lessons.draw_a_digit import (
    key,
    not_a_digit,
    prediction,
    preparation,
    takeaway,
    to_microscope,
)
from ui.lessons.draw_a_digit.subjects import SUBJECTS
from ui.visitor.state import visitor_state


@st.fragment
def read_a_digit() -> None:
    """Show one input and its predictions; a stroke reruns no more than this."""
    subject, result = side_by_side()
    network = st.container()
    with subject:
        choice = st.segmented_control(
            "Input",
            list(SUBJECTS),
            default="Draw",
            required=True,
            key=key("subject"),
            bind="query-params",
            label_visibility="collapsed",
            wrap=True,
        )
        read = SUBJECTS[choice]()
    with result:
        reading = read() if read else None
        if reading:
            prediction.show(reading, network)
        elif read is None:
            prediction.EMPTY[choice](network)
        if visitor_state().model is None:
            link_to("train", "Train your own network", "play_circle")
    if reading:
        visitor_state().digit = reading.digit
        to_microscope.show(reading)
        if choice == "Draw":
            preparation.show(reading)
        if choice in takeaway.WHAT:
            not_a_digit.show(reading)
        takeaway.show(choice, reading)


frame.begin("draw_a_digit")
st.markdown(
    "A network is only as good as the images it was trained on. Draw as you write. "
    "Then try to fool it: draw a tiny digit, one in a corner, a tilted one."
)
read_a_digit()
frame.end("draw_a_digit", ("train", "Train a network, and draw for it again"))
