"""Welcome: draw at once, find a lesson, know the machine."""

import streamlit as st

from ui.components import drawing
from ui.components.links import link_to
from ui.visitor import workers

LESSONS = {
    "Three paradigms": (
        "three_paradigms",
        "view_column",
        "Sequential, Functional, Subclassing side by side: the same numbers, proven, "
        "and what only one of them can do.",
    ),
    "Draw a digit": (
        "draw_a_digit",
        "draw",
        "Two networks read your handwriting: the one that ships, and yours.",
    ),
    "Train": (
        "train",
        "play_circle",
        "One training step, three ways to run it: `fit`, eager, one traced graph.",
    ),
    "Microscope": (
        "microscope",
        "biotech",
        "One training step, forwards and backwards: stand on any line, and look.",
    ),
    "Replicas": (
        "replicas",
        "hub",
        "The same step on many devices: a slice of the batch for each, equal weights "
        "on all.",
    ),
    "TensorBoard": (
        "tensorboard",
        "monitoring",
        "The logs of your runs, in the tool that TensorFlow users read them with.",
    ),
}

st.title("LeNet Lab")
st.markdown(
    "Learn TensorFlow 2 and `tf.keras` by running it. One small network, LeNet, "
    "reads handwritten digits, and you see every line of code that makes it do so."
)


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
    for title, (name, icon, promise) in LESSONS.items():
        with st.container():
            link_to(name, f"**{title}**", icon)
            st.markdown(promise)

st.header("What this machine has")
this_machine()
