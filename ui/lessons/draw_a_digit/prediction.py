"""The predictions of both networks, with all of their probabilities."""

import numpy as np
import streamlit as st

from lenet.results.reading import Reading
from ui.components.charts import CONFIG
from ui.components.reading import show_no_prediction, show_predictions
from ui.lessons.draw_a_digit import key
from ui.lessons.draw_a_digit.probabilities import probabilities


def show(reading: Reading) -> None:
    """Show the predictions, and the ten probabilities of each network."""
    show_predictions(reading)
    _probabilities(reading.predictions)


def show_nothing(hint: str) -> None:
    """Keep the place of a prediction; the browser loads what draws it meanwhile."""
    show_no_prediction(hint)
    _probabilities({})


def _probabilities(models: dict[str, np.ndarray]) -> None:
    st.plotly_chart(
        probabilities(models),
        key=key("probabilities"),
        config=CONFIG,
        alt="Bar chart of each model's ten probabilities",
    )
