"""A canvas with an example, and what the shipped network reads at once.

Plotly draws nothing here: no first visit should wait for it.
"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lenet.results.reading import Reading
from ui.components.example import pen_with_example, read_example
from ui.components.flow import show_flow
from ui.components.reading import read, show_digits
from ui.components.waiting import when_ready
from ui.lessons.welcome import key
from ui.visitor import workers

# The function in which the model is called, and what is on that line.
CALLER, CALL = "lenet.drawing.inference:_outputs", ".stateless_call("
FLOW_HEIGHT = 640  # pixels


@st.fragment
def show() -> None:
    """Show the canvas and the network; a stroke reruns no more than this."""
    # welcome.css puts the three beside or below each other.
    with st.container(key=key("hero")):
        with st.container(key=key("pen")):
            st.markdown("**Draw a digit, 0 to 9**")
            picture = pen_with_example(key("canvas"))
        answer = st.container(key=key("answer"), gap="small")
        with st.container(key=key("network"), gap="small"):
            when_ready(
                lambda: _read(picture, answer),
                "Your LeNet reads the example as soon as it is there.",
                FLOW_HEIGHT,
            )


def _read(picture: bytes | None, answer: DeltaGenerator) -> None:
    try:
        reading = read(picture) if picture else read_example()
        if reading:
            show_flow(key("flow"), reading)
            with answer:
                _show_answer(reading)
    except workers.WorkError as error:
        st.warning(str(error), icon=":material/hourglass_top:")


def _show_answer(reading: Reading) -> None:
    with st.container(horizontal=True):
        show_digits(reading)
    source = workers.source(CALLER)
    number, line = _line(source.text)
    st.code(line, language="python", wrap_lines=True)
    st.caption(
        f"The line that computed all of this: `{source.file}`, "
        f"line {source.line + number}"
    )


def _line(text: str) -> tuple[int, str]:
    """Find the line that calls the model: its number from 0, and its text."""
    return next(
        (number, line.strip())
        for number, line in enumerate(text.splitlines())
        if CALL in line
    )
