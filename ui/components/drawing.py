"""Draw a digit and see it read: the piece that several pages share."""

import binascii
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_drawable_canvas import CanvasResult, st_canvas

from lenet.results.reading import Reading
from lenet.state import TrainState
from ui.components.charts import CONFIG
from ui.components.images import enlarged
from ui.components.probabilities import probabilities
from ui.components.theme import BLACK, WHITE
from ui.visitor import workers
from ui.visitor.state import visitor_state

CANVAS_PIXELS = 280
PEN_PIXELS = 20
ANSWER_PIXELS = 490  # beside the canvas on a screen of 1,280 pixels
# Two answers and a picture fill one row of that; on a phone they take two.
METRIC_PIXELS = 162
DIGIT_PIXELS = 134
TITLES = {"Shipped": "Shipped LeNet reads", "Yours": "Your LeNet reads"}


def side_by_side() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Make a place as wide as the canvas and one for its answer, beside or below."""
    row = st.container(horizontal=True, gap="medium")
    return row.container(width=CANVAS_PIXELS + 2), row.container(width=ANSWER_PIXELS)


def pen(key: str) -> bytes | None:
    """Show a canvas; give its picture as PNG, or None while nothing is drawn."""
    st.caption("Undo and clear: over its right corner.")
    st.space(12)  # that toolbar lies above the canvas
    canvas = st_canvas(
        key=key,
        width=CANVAS_PIXELS,
        height=CANVAS_PIXELS,
        stroke_width=PEN_PIXELS,
        stroke_color=WHITE,
        background_color=BLACK,
        return_image_data=True,
    )
    return _picture(canvas)


def _picture(canvas: CanvasResult) -> bytes | None:
    strokes = (canvas.json_data or {}).get("objects")
    if not strokes:
        return None
    try:
        # Unpacked in a worker that looks at its size first, never here: any
        # visitor can send a forged one.
        picture: bytes | None = canvas.image_bytes
    except (ValueError, AttributeError, binascii.Error):
        st.error("The canvas sent no picture. Clear it and draw again.")
        return None
    return picture


def read(picture: bytes, *, photo: bool = False) -> Reading | None:
    """Have a drawing read by the shipped model and the visitor's own."""
    return _ask("lenet.drawing.inference:read_drawing", picture, photo=photo)


def read_digit(digit: np.ndarray) -> Reading | None:
    """Have a (32, 32, 1) digit read by the shipped model and the visitor's own."""
    return _ask("lenet.drawing.inference:read_digit", digit)


def _ask(target: str, subject: object, **options: Any) -> Reading | None:
    try:
        with st.spinner("TensorFlow is starting …", show_time=True):
            reading: Reading = workers.call(
                target,
                subject,
                own=_own_weights(),
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


def _own_weights() -> TrainState | None:
    model = visitor_state().model
    if model is None:
        return None
    if not all(np.isfinite(weights).all() for weights in model.weights):
        st.warning(
            "Your model's weights are no longer numbers: its training diverged. "
            "Train again with a smaller learning rate.",
            icon=":material/trending_up:",
        )
        return None
    # The optimizer's memory is twice the weights, and no prediction needs it.
    return replace(model, optimizer_state=())


def show_nothing(hint: str, key: str) -> None:
    """Keep the place of an answer, and have the browser ready to draw it."""
    st.info(hint, icon=":material/draw:")
    _show_probabilities({}, key)


def show(reading: Reading, key: str) -> None:
    """Show the answers, the ten probabilities and what the network saw."""
    with st.container(horizontal=True):
        for name, answer in reading.probabilities.items():
            digit = int(np.argmax(answer))
            st.metric(
                TITLES[name],
                digit,
                f"{answer[digit]:.1%} sure",
                delta_color="off",
                delta_arrow="off",
                border=True,
                width=METRIC_PIXELS,
            )
        st.image(
            enlarged(reading.digit),
            caption="What it saw (32x32)",
            width=DIGIT_PIXELS,
            output_format="PNG",
            alt="The drawing as the network saw it, 32 by 32 pixels",
        )
    _show_probabilities(reading.probabilities, key)


def _show_probabilities(answers: dict[str, np.ndarray], key: str) -> None:
    st.plotly_chart(
        probabilities(answers),
        key=f"{key}_probabilities",
        config=CONFIG,
        alt="Bar chart of the ten probabilities that each model gives",
    )
