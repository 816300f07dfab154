"""What moves, and along which gradient: the choices of Change the picture."""

import hashlib
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from lenet.autodiff.picture import example
from lenet.results.picture_gradient import SCORES, Walk
from ui.components.choices import one_in_a_row, one_of_few
from ui.components.glossary import explain
from ui.components.links import link_to
from ui.components.numbers import decimal
from ui.components.reading import own_weights
from ui.lessons.automatic_differentiation import key
from ui.visitor import workers
from ui.visitor.state import visitor_state

YOURS = "Your digit"
IMAGES = (*map(str, range(10)), YOURS)
FIRST_IMAGE = "3"
NETWORKS = ("Shipped", "Yours")
SIGNS = {"less of": -1, "more of": 1}
PREDICTED = "the predicted digit"
CLASSES = (PREDICTED, *map(str, range(10)))
SIZES = [0.001, 0.003, 0.01, 0.03, 0.1]
FIRST_SIZE = 0.01


@dataclass(frozen=True, eq=False)
class Chosen:
    """An image, a network, and the gradient to move along.

    `digit` None is the predicted one; `size` is negative where the score falls.
    """

    image: np.ndarray
    weights: tuple[np.ndarray, ...] | None
    digit: int | None
    score: str
    size: float

    @property
    def of(self) -> Hashable:
        """Return what tells image, network and class from others."""
        seen = hashlib.sha256(self.image.tobytes())
        for array in self.weights or ():
            seen.update(array.tobytes())
        return (seen.hexdigest(), self.digit)

    @property
    def run(self) -> Hashable:
        """Return what tells a walk from another one; no paradigm changes it."""
        return ("picture", self.of, self.score, self.size)

    def code(self, walk: Walk) -> dict[str, str]:
        """Return what the notebook gets: it draws the digit that is predicted."""
        return {
            "picture_of": str(walk.prediction(0)),
            "digit": str(self.digit),
            "score": repr(self.score),
            "size": str(self.size),
        }


def choose() -> Chosen | None:
    """Return the choices; None, with the reason shown, where there is no image."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        image = choose_image()
        weights = choose_network()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        sign = SIGNS[
            one_of_few(
                "Make it",
                list(SIGNS),
                key("picture_goal"),
                "Each step moves the picture so that the score of the class falls "
                "or rises.",
            )
        ]
        digit = choose_class()
        score = choose_score()
    size = one_in_a_row(
        "Step size",
        SIZES,
        FIRST_SIZE,
        key("picture_size"),
        "A step changes each pixel by this number times its gradient.",
        decimal,
    )
    if image is None:
        st.info("Draw a digit first. It is then here.", icon=":material/draw:")
        link_to("draw_a_digit", "Draw a digit", "draw")
        return None
    return Chosen(image, weights, digit, score, sign * size)


def choose_image() -> np.ndarray | None:
    """Return the chosen image, (32, 32, 1); None for a drawing that is not there."""
    chosen: str = st.pills(
        "Picture",
        IMAGES,
        default=FIRST_IMAGE,
        required=True,
        key=key("picture_image"),
        bind="query-params",
        help="One of MNIST's test images with this label. The seed in the sidebar "
        f"decides which one. **{YOURS}** is the last one that you drew or chose on "
        "the page Draw a digit.",
        wrap=True,
    )
    if chosen == YOURS:
        return visitor_state().digit
    return example(int(chosen), st.session_state.seed)


def choose_network() -> tuple[np.ndarray, ...] | None:
    """Return the weights of the visitor's network; None for the shipped ones."""
    if visitor_state().model is None:
        return None
    chosen = one_of_few(
        "Network",
        NETWORKS,
        key("picture_network"),
        "The LeNet that ships with this app, or the one that you trained.",
    )
    own = own_weights() if chosen == "Yours" else None
    return own.weights if own else None


def choose_class() -> int | None:
    """Return the class whose score is to change; None for the predicted one."""
    chosen = st.selectbox(
        "Class",
        CLASSES,
        key=key("picture_class"),
        bind="query-params",
        width=220,
        help="The digit whose score falls or rises.",
    )
    return None if chosen == PREDICTED else int(chosen)


def choose_score() -> str:
    """Return what the gradient is computed of."""
    return one_of_few(
        "Score",
        SCORES,
        key("picture_score"),
        "What the gradient is computed of: the logit of the class, its probability, "
        f"or the logarithm of that.\n\n{explain('logits', 'probability')}",
    )


# Not with `workers.recall`: a walk is large, and each choice has another one.
@st.cache_data(show_spinner=False, max_entries=30)
def walk(
    image: np.ndarray,
    digit: int | None,
    score: str,
    size: float,
    paradigm: str,
    weights: tuple[np.ndarray, ...] | None,
) -> Walk:
    """Return the image after each step."""
    walked: Walk = workers.call(
        "lenet.autodiff.picture.walking:walk",
        image,
        digit,
        score,
        size,
        paradigm=paradigm,
        weights=weights,
        seconds=30.0,
    )
    return walked


def walk_of(chosen: Chosen) -> Walk:
    """Return the walk of the choices, by the sidebar's paradigm."""
    return walk(
        chosen.image,
        chosen.digit,
        chosen.score,
        chosen.size,
        st.session_state.paradigm,
        chosen.weights,
    )
