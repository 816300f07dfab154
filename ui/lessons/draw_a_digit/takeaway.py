"""What a prediction showed, with its own numbers."""

import numpy as np
import streamlit as st

from lenet.results.reading import Reading
from ui.components.closing import show_closing
from ui.components.numbers import percent
from ui.lessons.draw_a_digit.subjects import RAW

PREPARED = (
    "The app prepared your {what} as MNIST's images were prepared: it cropped the "
    "digit, scaled it to 20 pixels and centred it by its mass. The network has never "
    "seen an image that was not prepared like this."
)
AS_DRAWN = (
    "Your drawing was read as it is: the whole canvas as 32x32 pixels. Nothing was "
    "cropped, scaled or centred, as it was for each image of the network's training."
)
# By the name of the input; MNIST's own images are prepared already.
WHAT = {"Draw": "drawing", "Photo": "photo"}


def show(subject: str, reading: Reading) -> None:
    """Show what this prediction is made of, and what it cannot say."""
    prepared = [PREPARED.format(what=WHAT[subject])] if subject in WHAT else []
    if subject == "Draw" and st.session_state.get(RAW):
        prepared = [AS_DRAWN]
    show_closing(
        [
            *prepared,
            f"{_second(reading.predictions['Shipped'])} The ten probabilities of a "
            "network always sum to 1, so it cannot predict that there is no digit at "
            "all. A high probability is not the chance of being right: a scribble can "
            "get one too.",
        ]
    )


def _second(probabilities: np.ndarray) -> str:
    """Return a sentence with the two most probable digits."""
    second, first = np.argsort(probabilities)[-2:]
    return (
        f"The shipped LeNet predicts **{first}** with a probability of "
        f"{_share(probabilities[first])}. The second is **{second}**, with "
        f"{_share(probabilities[second])}."
    )


def _share(probability: float) -> str:
    return percent(probability) if probability >= 0.0005 else "less than 0.1%"
