"""The question on MNIST's preparation: what does the network read without it?"""

from hashlib import sha256

import numpy as np
import streamlit as st

from lenet.results.reading import Reading
from ui.components.numbers import percent
from ui.components.questions import Option, Question, exactly
from ui.components.questions.once import Result, ask_once
from ui.lessons.draw_a_digit import key
from ui.lessons.draw_a_digit.subjects import PICTURE, RAW

PREPARED = key("prepared")  # a picture, and the probabilities for it, prepared
LESS = 0.1  # a smaller difference of two probabilities is none
WITHOUT = Question(
    key=key("without"),
    page="draw_a_digit",
    before="Before you switch off MNIST's preparation, below the canvas",
    text="What does the shipped LeNet then read in your drawing?",
    options=(
        Option(
            "The same digit, about as probable",
            "A large drawing in the middle of the canvas is already close to the "
            "images of the training.",
            exactly("same"),
        ),
        Option(
            "The same digit, less probable",
            "It still looks most like this digit, but its size, its place or its lines "
            "differ from those of the training's images.",
            exactly("less"),
        ),
        Option(
            "Another digit",
            "All images of the training had a digit of 20 pixels in their middle. "
            "Elsewhere, or at another size, the same lines belong to other digits.",
            exactly("another"),
        ),
    ),
)


def show(reading: Reading) -> None:
    """Ask, and reveal the result once the same drawing is read without preparation."""
    picture: bytes = st.session_state[PICTURE]
    after = reading.predictions["Shipped"]
    result = None
    if not st.session_state.get(RAW):
        st.session_state[PREPARED] = picture, after
    elif (earlier := st.session_state.get(PREPARED)) and earlier[0] == picture:
        result = result_of(earlier[1], after)
    ask_once(WITHOUT, sha256(picture).hexdigest(), result)


def result_of(before: np.ndarray, after: np.ndarray) -> Result:
    """Return what changed between two predictions, each (10,) probabilities."""
    (first, sure), (then, left) = (
        (int(each.argmax()), float(each.max())) for each in (before, after)
    )
    same = "less" if left < sure - LESS else "same"
    return Result(
        same if first == then else "another",
        f"Prepared, it reads **{first}** with {percent(sure)}. Without preparation it "
        f"reads **{then}** with {percent(left)}.",
    )
