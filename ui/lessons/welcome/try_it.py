"""A canvas with an example, and what the shipped network reads at once.

Plotly draws nothing here: no first visit should wait for it.
"""

from html import escape

import numpy as np
import streamlit as st

from lenet.results.reading import Reading
from ui.components.canvas import side_by_side
from ui.components.example import pen_with_example, read_example
from ui.components.numbers import percent
from ui.components.reading import read, show_predictions
from ui.components.waiting import when_ready
from ui.visitor import workers

# The function in which the model is called, and what is on that line.
CALLER, CALL = "lenet.drawing.inference:_probabilities", ".stateless_call("
READING_HEIGHT = 380


@st.fragment
def show() -> None:
    """Show the canvas and the reading; a stroke reruns no more than this."""
    canvas, answer = side_by_side()
    with canvas:
        st.markdown("**Draw a digit, 0 to 9**")
        picture = pen_with_example("welcome_canvas")
    with answer, st.container(key="welcome_reading", gap="small"):
        when_ready(
            lambda: _read(picture),
            "Your LeNet reads the example as soon as it is there.",
            READING_HEIGHT - 40,
        )


def _read(picture: bytes | None) -> None:
    try:
        reading = read(picture) if picture else read_example()
        if reading:
            _show(reading)
    except workers.WorkError as error:
        st.warning(str(error), icon=":material/hourglass_top:")


def _show(reading: Reading) -> None:
    show_predictions(reading)
    st.html(_bars(reading.predictions["Shipped"]))
    source = workers.source(CALLER)
    number, line = _line(source.text)
    st.code(line, language="python", wrap_lines=True)
    st.caption(
        f"The line that computed these ten probabilities: `{source.file}`, "
        f"line {source.line + number}"
    )


def _line(text: str) -> tuple[int, str]:
    """Find the line that calls the model: its number from 0, and its text."""
    return next(
        (number, line.strip())
        for number, line in enumerate(text.splitlines())
        if CALL in line
    )


def _bars(probabilities: np.ndarray) -> str:
    """Return the HTML of ten bars, one for each digit."""
    shares = probabilities.tolist()
    words = ", ".join(
        f"{digit}: {percent(share)}" for digit, share in enumerate(shares)
    )
    columns = "".join(
        f"<span{' class=most' if share == max(shares) else ''}>"
        f'<i style="height: {share:.2%}"></i>{digit}</span>'
        for digit, share in enumerate(shares)
    )
    label = escape(f"The shipped network's probabilities. {words}")
    return f'<div class="ten-bars" role="img" aria-label="{label}">{columns}</div>'
