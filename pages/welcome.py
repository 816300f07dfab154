"""Welcome: draw at once, find a lesson, know the machine."""

import streamlit as st

from ui import drawing, workers

LESSONS = {
    "Draw a digit": (
        "draw_a_digit",
        "Two networks read your handwriting: the one that ships, and yours.",
    ),
    "Train": (
        "train",
        "One training step, three ways to run it: `fit`, eager, one traced graph.",
    ),
    "TensorBoard": (
        "tensorboard",
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
    canvas, answer = st.columns([1, 2], gap="large")
    with canvas:
        st.markdown("**Draw a digit, 0 to 9**")
        picture = drawing.pen("welcome_canvas")
    with answer:
        reading = drawing.read(picture) if picture else None
        if reading:
            drawing.show(reading, "welcome")
        elif not picture:
            st.info(
                "Draw with the mouse or a finger. As the pen lifts, a LeNet that "
                "was trained on 59,000 digits says what it reads.",
                icon=":material/draw:",
            )


@st.cache_data(show_spinner="Asking TensorFlow …")
def machine() -> dict[str, str]:
    return workers.call("lenet.machine:describe", seconds=30.0)


@st.fragment
def this_machine() -> None:
    try:
        described = {**machine(), "Streamlit": st.__version__}
    except workers.WorkError as error:
        st.warning(str(error), icon=":material/hourglass_top:")
        return
    with st.grid(3, min_column_width=200):
        for name, value in described.items():
            st.markdown(f"**{name}**  \n{value}")


try_it()

st.header("The lessons")
with st.grid(3, min_column_width=260, border=True):
    for title, (name, promise) in LESSONS.items():
        with st.container():
            st.page_link(f"pages/{name}.py", label=f"**{title}**")
            st.markdown(promise)

st.header("What this machine has")
this_machine()
