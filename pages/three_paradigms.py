"""Three paradigms: the same LeNet written three times, side by side, proven."""

import streamlit as st

from ui.paradigms import (
    advice,
    behaviour,
    code,
    drawing,
    export,
    history,
    layers,
    proof,
)

st.title("Three paradigms")
st.markdown(
    "One LeNet, written three times. From the same weights all three compute the "
    "same numbers; what differs is how much Keras knows of your model."
)
code.show()

st.header("The proof", anchor="proof")
proof.show()

st.header("What each can do", anchor="behaviour")
behaviour.show()
behaviour.show_all()

st.header("The forward pass, drawn", anchor="drawing")
drawing.show()

st.header("A layer of your own", anchor="layers")
layers.show()

st.header("From 2019 to today", anchor="history")
history.show()

st.header("Which one for me?", anchor="advice")
advice.show()

st.header("Take it with you", anchor="export")
export.show()

st.subheader("What to take away")
st.markdown(
    "- The paradigm changes what Keras knows of a model, not what the model computes.\n"
    "- **Sequential** and **Functional** are data: Keras can check, draw, save and "
    "rewire them.\n"
    "- **Subclassing** is code: it can do whatever Python can, and you can stand on "
    "each of its lines."
)
