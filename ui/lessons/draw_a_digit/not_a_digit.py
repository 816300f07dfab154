"""A challenge: draw what is no digit, and get a high probability for one."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from lenet.results.reading import Reading
from ui.components.images import enlarged
from ui.components.numbers import percent
from ui.lessons.draw_a_digit import key
from ui.visitor.kept import kept

GOAL = 0.99
PICTURE = 96  # pixels
KEPT, BEST, IS_NONE = key("not_a_digit"), "best", key("is_no_digit")


@dataclass(frozen=True, eq=False)
class Fooled:
    """What is no digit, (32, 32, 1), and what the shipped network predicted for it."""

    image: np.ndarray
    digit: int
    probability: float


def show(reading: Reading) -> None:
    """Show the challenge, and how far the visitor came; folded until it is opened."""
    # While drawings count it is open, also after Clear, which takes it off the page.
    taking = bool(st.session_state.get(IS_NONE))
    with st.expander("Challenge: not a digit", taking, icon=":material/trophy:"):
        st.markdown(
            "Draw something that is no digit: a letter, a scribble, a face. Get a "
            f"probability of {percent(GOAL)} for it."
        )
        taken = st.toggle(
            "What I drew is no digit",
            key=IS_NONE,
            persist_state="session",
            help="Only then does a drawing count: the network cannot tell.",
        )
        if taken:
            _take(_fooled(reading))
        best = kept(KEPT).get(BEST)
        if best:
            _show(best)


def _fooled(reading: Reading) -> Fooled:
    probabilities = reading.predictions["Shipped"]
    digit = int(np.argmax(probabilities))
    return Fooled(reading.digit, digit, float(probabilities[digit]))


def _take(new: Fooled) -> None:
    best = kept(KEPT).get(BEST)
    if best is None or new.probability > best.probability:
        kept(KEPT)[BEST] = new


def _show(best: Fooled) -> None:
    said = (
        f"Your highest probability so far: **{percent(best.probability)}**, for a "
        f"**{best.digit}**."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(enlarged(best.image), width=PICTURE, alt="What you drew for it")
        if best.probability < GOAL:
            st.markdown(said, width="stretch")
            return
        st.success(
            f"{said} The ten probabilities share 1 among ten digits: there is no "
            "eleventh for “none of them”. The network was never shown anything else.",
            icon=":material/trophy:",
            width="stretch",
        )
