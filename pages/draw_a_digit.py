"""Draw a digit: what two networks read, and what they saw."""

import streamlit as st

from ui.components.canvas import side_by_side
from ui.components.links import link_to
from ui.lessons import frame
from ui.lessons.draw_a_digit import key, prediction
from ui.lessons.draw_a_digit.subjects import SUBJECTS
from ui.visitor.state import visitor_state


@st.fragment
def read_a_digit() -> None:
    """Show one subject and its reading; a stroke reruns no more than this."""
    subject, answer = side_by_side()
    with subject:
        choice = st.segmented_control(
            "Input",
            list(SUBJECTS),
            default="Draw",
            required=True,
            key=key("subject"),
            persist_state="session",
            label_visibility="collapsed",
        )
        choose, hint = SUBJECTS[choice]
        read = choose()
    with answer:
        reading = read() if read else None
        if reading:
            prediction.show(reading)
        elif read is None:
            prediction.show_nothing(hint)
        if visitor_state().model is None:
            link_to("train", "Train your own network", "play_circle")


frame.begin("draw_a_digit")
st.markdown(
    "A network is only as good as the images it was trained on. Draw as you write. "
    "Then try to fool it: draw a tiny digit, one in a corner, a tilted one."
)
read_a_digit()

st.subheader("What to take away")
st.markdown(
    "- The app prepares your drawing as MNIST's images were prepared: it crops the "
    "digit, scales it to 20 pixels and centres it by its mass. Without this step, a "
    "network trained on MNIST reads your digits badly, however good it is.\n"
    "- The ten probabilities always sum to 1. The network cannot answer that it was "
    "shown no digit at all."
)
frame.end("draw_a_digit", ("train", "Train a network, and draw for it again"))
