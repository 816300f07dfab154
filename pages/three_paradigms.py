"""Three paradigms: the same LeNet written three times, side by side, proven."""

import streamlit as st

from ui.components.fragments import open_tab
from ui.lessons import frame
from ui.lessons.three_paradigms import (
    advice,
    behaviour,
    code,
    custom_layers,
    drawing,
    export,
    history,
    proof,
)
from ui.visitor import keys

PARTS = {
    "Code": code.show,
    "Proof": proof.show,
    "Behaviour": behaviour.show,
    "Drawing": drawing.show,
    "Own layers": custom_layers.show,
    "2019 to today": history.show,
    "Which one?": advice.show,
    "Take it with you": export.show,
}

frame.begin("three_paradigms")
open_tab(PARTS, key=keys.of("three_paradigms")("part"))

st.subheader("What to take away")
st.markdown(
    "- The paradigm changes what Keras knows of a model, not what the model computes.\n"
    "- **Sequential** and **Functional** are data: Keras can check, draw, save and "
    "rewire them.\n"
    "- **Subclassing** is code: it can do whatever Python can, and you can stand on "
    "each of its lines."
)
frame.end(
    "three_paradigms",
    ("train", "Train the paradigm that you choose in the sidebar"),
    ("draw_a_digit", "Draw a digit, and let another paradigm read it"),
)
