"""The microscope: one training step, forwards and backwards, line by line."""

import streamlit as st

from ui.components.fragments import guard, open_tab
from ui.components.waiting import waiting
from ui.lessons import frame
from ui.lessons.microscope import (
    choices,
    line_by_line,
    one_digit,
    one_weight,
    optimizer,
)
from ui.lessons.microscope.session import session_for
from ui.visitor import keys

PARTS = {
    "Line by line": line_by_line.show,
    "The optimizer": optimizer.show,
    "One weight": one_weight.show,
    "One digit": one_digit.show,
}


@guard
def microscope() -> None:
    """Choose, record, and look at it from several sides."""
    choice = choices.choose()
    choices.explain(choice.mistake)
    with waiting("TensorFlow records a step", height=600):
        session_for(choice)
    open_tab(PARTS, key=keys.of("microscope")("view"))


frame.begin("microscope")
microscope()

st.subheader("What to take away")
st.markdown(
    "- The **tape** writes down each operation on the way forwards. "
    "`tape.gradient` reads it backwards, from the loss to the first layer.\n"
    "- A gradient says which way the loss rises. The **optimizer** decides how far to "
    "go the other way.\n"
    "- Look at an update **beside** its weights: for a kernel a thousandth is usual, "
    "a tenth a warning. Biases begin at zero, so theirs are larger at first."
)
frame.end("microscope", ("train", "Train with another optimizer or learning rate"))
