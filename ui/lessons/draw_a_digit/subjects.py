"""Where a digit comes from: the pen, MNIST's test images, or a photo."""

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from lenet import digits
from lenet.results.reading import Reading
from ui.components.canvas import CANVAS_SIDE, pen
from ui.components.images import enlarged
from ui.components.reading import read, read_digit
from ui.lessons.draw_a_digit import key

TEST_DIGIT = key("test_digit")
Read = Callable[[], Reading | None]


def _next_digit() -> None:
    """Pick another of the sample's test images."""
    st.session_state[TEST_DIGIT] = digits.random_digit(np.random.default_rng())


def from_pen() -> Read | None:
    """Draw with the mouse or a finger."""
    st.caption("Draw with the mouse or a finger.")
    picture = pen(key("canvas"))
    return partial(read, picture) if picture else None


def from_test_images() -> Read | None:
    """Take an image that no network here was trained on."""
    if TEST_DIGIT not in st.session_state:
        _next_digit()
    digit, label = st.session_state[TEST_DIGIT]
    st.image(enlarged(digit), width=CANVAS_SIDE, alt=f"An MNIST image of a {label}")
    st.caption(f"Labelled **{label}** in MNIST. No network here was trained on it.")
    st.button("Another one", on_click=_next_digit, icon=":material/casino:")
    return partial(read_digit, digit)


def from_file() -> Read | None:
    """Take a photo of one digit on paper, or any small picture of one."""
    file = st.file_uploader(
        "A photo or a picture of one digit",
        type=["png", "jpg", "jpeg", "webp"],
        help="Dark ink on light paper or the other way round. It is read and not kept.",
    )
    return partial(read, file.getvalue(), photo=True) if file else None


# What to choose, where it comes from, and what to do while there is nothing yet.
SUBJECTS = {
    "Draw": (from_pen, "Draw a digit, 0 to 9. An empty canvas is not read."),
    "MNIST digit": (from_test_images, ""),
    "Photo": (from_file, "Photograph one digit on plain paper, or pick a picture."),
}
