"""Draw a digit: what two networks read, and what they saw."""

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from lenet import digits
from lenet.results.reading import Reading
from ui.components import drawing
from ui.components.images import enlarged
from ui.components.links import link_to
from ui.visitor import keys
from ui.visitor.state import visitor_state

LESSON = "draw_a_digit"
key = keys.of(LESSON)
TEST_DIGIT = key("test_digit")
Read = Callable[[], Reading | None]


def next_digit() -> None:
    """Pick another of the sample's test images."""
    st.session_state[TEST_DIGIT] = digits.random_digit(np.random.default_rng())


def from_pen() -> Read | None:
    """Draw with the mouse or a finger."""
    picture = drawing.pen(key("canvas"))
    return partial(drawing.read, picture) if picture else None


def from_test_images() -> Read | None:
    """Take an image that no network here was trained on."""
    if TEST_DIGIT not in st.session_state:
        next_digit()
    digit, label = st.session_state[TEST_DIGIT]
    st.image(
        enlarged(digit), width=drawing.CANVAS_PIXELS, alt=f"An MNIST image of a {label}"
    )
    st.caption(f"Labelled **{label}** in MNIST; neither network was trained on it.")
    st.button("Another one", on_click=next_digit, icon=":material/casino:")
    return partial(drawing.read_digit, digit)


def from_file() -> Read | None:
    """Take a photo of one digit on paper, or any small picture of one."""
    file = st.file_uploader(
        "A photo or a picture of one digit",
        type=["png", "jpg", "jpeg", "webp"],
        help="Dark ink on light paper or the other way round. It is read and not kept.",
    )
    return partial(drawing.read, file.getvalue(), photo=True) if file else None


# What to choose, where it comes from, and what to do while there is nothing yet.
SUBJECTS = {
    "Draw": (from_pen, "Draw a digit, 0 to 9. An empty canvas is not read."),
    "MNIST digit": (from_test_images, ""),
    "Photo": (from_file, "Photograph one digit on plain paper, or pick a picture."),
}


@st.fragment
def read_a_digit() -> None:
    """Show one subject and its reading; a stroke reruns no more than this."""
    subject, answer = drawing.side_by_side()
    with subject:
        choice = st.segmented_control(
            "What to read",
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
            drawing.show(reading, LESSON)
        elif read is None:
            drawing.show_nothing(hint, LESSON)
        if visitor_state().model is None:
            link_to(
                "train",
                "Train a network of your own: it will read beside this one",
                "play_circle",
            )


st.title("Draw a digit")
st.markdown(
    "A network is only as good as what it has been shown. Draw as you write, then "
    "try to fool it: tiny, in a corner, tilted, a seven with a bar."
)
read_a_digit()

st.subheader("What to take away")
st.markdown(
    "- Your drawing is cropped, scaled to 20 pixels and centred by its mass, as "
    "MNIST's images were. Without that, a network trained on MNIST reads your digits "
    "badly, however good it is.\n"
    "- The ten probabilities always sum to 1. A network has no way to say that it "
    "was shown no digit at all."
)
