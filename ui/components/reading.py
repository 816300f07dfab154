"""The networks' predictions for a digit: asked for, and shown."""

from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from lenet.results.reading import Reading
from lenet.state import TrainState
from ui.components.images import enlarged
from ui.components.numbers import NOT_YET, percent
from ui.components.waiting import waiting
from ui.visitor import workers
from ui.visitor.state import visitor_state

# Two predictions and a picture fill one row beside the canvas; on a phone, two rows.
METRIC_WIDTH, DIGIT_WIDTH, ROW_HEIGHT = 162, 134, 170
HINT_WIDTH = 300
TITLES = {"Shipped": "Shipped LeNet reads", "Yours": "Your LeNet reads"}


def read(
    picture: bytes, *, photo: bool = False, prepared: bool = True
) -> Reading | None:
    """Return both models' predictions for a drawing: the shipped, the visitor's."""
    return _ask(
        "lenet.drawing.inference:read_drawing", picture, photo=photo, prepared=prepared
    )


def read_digit(digit: np.ndarray) -> Reading | None:
    """Return the predictions of both models for a (32, 32, 1) digit."""
    return _ask("lenet.drawing.inference:read_digit", digit)


def _ask(target: str, subject: object, **options: Any) -> Reading | None:
    try:
        with waiting("TensorFlow computes a prediction for your digit", ROW_HEIGHT):
            reading: Reading = workers.call(
                target,
                subject,
                own=own_weights(),
                paradigm=st.session_state.paradigm,
                seconds=30.0,
                **options,
            )
    except ValueError as error:
        st.info(str(error), icon=":material/draw:")
        return None
    except workers.WorkError as error:
        st.error(str(error), icon=":material/error:")
        return None
    return reading


def own_weights() -> TrainState | None:
    """Return the visitor's model, if it can predict; None with the reason shown."""
    model = visitor_state().model
    if model is None:
        return None
    if not can_predict(model):
        st.warning(
            "Your model's weights are not finite: its training diverged. Train again "
            "with a smaller learning rate.",
            icon=":material/trending_up:",
        )
        return None
    # The optimizer's state is twice the weights, and no prediction needs it.
    return replace(model, optimizer_state=())


def can_predict(model: TrainState) -> bool:
    """Return whether a model's weights are finite: its training did not diverge."""
    return all(np.isfinite(weights).all() for weights in model.weights)


def show_predictions(reading: Reading) -> None:
    """Show each model's prediction, its input, and where the input is not clear."""
    with st.container(horizontal=True):
        show_digits(reading)
        if reading.photo is not None:
            st.image(
                reading.photo,
                caption="Your photo",
                width=DIGIT_WIDTH,
                alt="The photo that was sent",
            )
        st.image(
            enlarged(reading.digit),
            caption="Input, 32x32 pixels",
            width=DIGIT_WIDTH,
            output_format="PNG",
            alt="The network's input, 32 by 32 pixels",
        )
    if reading.notes:
        st.warning(" ".join(reading.notes), icon=":material/help:")


def show_digits(reading: Reading) -> None:
    """Show the digit that each model predicts, and its probability."""
    for name, probabilities in reading.predictions.items():
        digit = int(np.argmax(probabilities))
        _metric(name, str(digit), percent(probabilities[digit]))


def show_no_prediction(hint: str) -> None:
    """Show the place of a prediction before there is one, and what to do for it."""
    with st.container(horizontal=True):
        _metric("Shipped", NOT_YET, NOT_YET)
        with st.container(width=HINT_WIDTH):
            st.info(hint, icon=":material/photo_camera:")


def _metric(name: str, digit: str, probability: str) -> None:
    st.metric(
        TITLES[name],
        digit,
        f"Probability {probability}",
        delta_color="off",
        delta_arrow="off",
        border=True,
        width=METRIC_WIDTH,
    )
