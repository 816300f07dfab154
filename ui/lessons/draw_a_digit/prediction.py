"""The predictions of both networks, with all of their probabilities."""

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lenet.results.reading import Reading
from ui.components.charts import CONFIG
from ui.components.example import read_example
from ui.components.flow import show_flow
from ui.components.reading import show_no_prediction, show_predictions
from ui.components.waiting import when_ready
from ui.lessons.draw_a_digit import key
from ui.lessons.draw_a_digit.probabilities import probabilities
from ui.visitor import workers

HEIGHT = 430  # pixels of a prediction
PHOTO_HINT = "Photograph one digit on plain paper, or pick a picture."


def show(reading: Reading, network: DeltaGenerator) -> None:
    """Show the predictions, and the ten probabilities of each network.

    What its layers compute is shown in the container `network`.
    """
    show_predictions(reading)
    with network:  # before the chart, which takes the browser longest
        show_flow(key("flow"), reading)
    _probabilities(reading.predictions)


def show_example(network: DeltaGenerator) -> None:
    """Show the same for the canvas's example, as soon as TensorFlow is there."""
    when_ready(lambda: _example(network), "Then it reads the example.", HEIGHT)


def _example(network: DeltaGenerator) -> None:
    try:
        reading = read_example()
    except workers.WorkError as error:
        st.error(str(error), icon=":material/error:")
        return
    if reading:
        show(reading, network)


def show_nothing(_: DeltaGenerator) -> None:
    """Keep the place of a photo's prediction; what draws it is loaded meanwhile."""
    show_no_prediction(PHOTO_HINT)
    _probabilities({})


# What is there before the visitor has drawn or sent anything, by the input's name.
EMPTY = {"Draw": show_example, "Photo": show_nothing}


def _probabilities(models: dict[str, np.ndarray]) -> None:
    st.plotly_chart(
        probabilities(models),
        key=key("probabilities"),
        config=CONFIG,
        alt="Bar chart of each model's ten probabilities",
    )
