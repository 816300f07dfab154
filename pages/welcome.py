"""Welcome: draw at once, find a lesson, know the machine."""

import streamlit as st

from ui.components import drawing
from ui.components.links import link_to
from ui.lessons import LESSONS, frame
from ui.visitor import workers

frame.begin("welcome", title="LeNet Lab")


@st.fragment
def try_it() -> None:
    canvas, answer = drawing.side_by_side()
    with canvas:
        st.markdown("**Draw a digit, 0 to 9**")
        picture = drawing.pen("welcome_canvas")
    with answer:
        reading = drawing.read(picture) if picture else None
        if reading:
            drawing.show(reading, "welcome")
        elif not picture:
            # No empty chart here: Plotly would keep the first page waiting.
            st.info(
                "Draw with the mouse or a finger. As the pen lifts, a LeNet that "
                "was trained on MNIST's digits says what it reads.",
                icon=":material/draw:",
            )


@st.fragment
def this_machine() -> None:
    try:
        machine = workers.recall("lenet.machine:describe")
        described = {**machine, "Streamlit": st.__version__}
    except workers.WorkError as error:
        st.warning(str(error), icon=":material/hourglass_top:")
        return
    with st.grid(3, min_column_width=200):
        for name, value in described.items():
            st.markdown(f"**{name}**  \n{value}")


try_it()

st.header("The lessons")
with st.grid(3, min_column_width=260, border=True):
    for page in LESSONS:
        with st.container():
            link_to(page.name, f"**{page.title}**", page.icon)
            st.markdown(page.promise)

st.header("What this machine has")
this_machine()

frame.end("welcome")
