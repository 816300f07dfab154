"""The input: the pen, MNIST's test images, or a photo."""

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from lenet import digits
from lenet.results.reading import Reading
from ui.components.canvas import CANVAS_SIDE
from ui.components.example import pen_with_example
from ui.components.images import enlarged
from ui.components.reading import can_predict, read, read_digit
from ui.lessons.draw_a_digit import key
from ui.visitor.state import visitor_state

TEST_DIGIT, LABEL = key("test_digit"), key("label")
RAW = key("raw")
PICTURE = key("picture")  # the drawing, as it is sent to be read
# All names that browsers know for the three formats; Windows saves JPEGs as .jfif.
SUFFIXES = ["png", "jpg", "jpeg", "jfif", "jpe", "pjpeg", "pjp", "webp"]
Read = Callable[[], Reading | None]


def _next_digit() -> None:
    """Pick another of the sample's test images, and hide its label."""
    st.session_state[TEST_DIGIT] = digits.random_digit(np.random.default_rng())
    st.session_state[LABEL] = False


def from_pen() -> Read | None:
    """Return how to read what is drawn; None while nothing is."""
    picture = pen_with_example(key("canvas"))
    if not picture:
        return None
    st.session_state[PICTURE] = picture
    raw = st.toggle(
        "Without MNIST's preparation",
        key=RAW,
        bind="query-params",
        help="Read the whole canvas, made as small as the network's input: nothing is "
        "cropped, scaled or centred. Then draw a small digit, or one in a corner.",
    )
    return partial(read, picture, prepared=not raw)


def from_test_images() -> Read | None:
    """Return how to read an image of MNIST, whose label is shown on request."""
    if TEST_DIGIT not in st.session_state:
        _next_digit()
    digit, label = st.session_state[TEST_DIGIT]
    st.image(enlarged(digit), width=CANVAS_SIDE, alt="A handwritten digit of MNIST")
    st.caption(f"A test image: {_untrained()} Do you read the same digit?")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Another image", on_click=_next_digit, icon=":material/casino:")
        shown = st.toggle("Label", key=LABEL, help="Show the digit that MNIST states.")
    if shown:
        st.markdown(f"MNIST's label: **{label}**")
    return partial(read_digit, digit)


def _untrained() -> str:
    model = visitor_state().model
    if model and can_predict(model):
        return "neither network was trained on it."
    return "the network was not trained on it."


def from_file() -> Read | None:
    """Return how to read a photo or a picture of a digit; None without a file."""
    file = st.file_uploader(
        "A photo or a picture of one digit",
        type=SUFFIXES,
        help="Dark ink on light paper or the other way round. It is not kept.",
    )
    return partial(read, file.getvalue(), photo=True) if file else None


# The name of each input, and its widgets.
SUBJECTS = {"Draw": from_pen, "MNIST digit": from_test_images, "Photo": from_file}
