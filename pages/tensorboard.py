"""TensorBoard: the app's own, in the page; or the runs drawn by the app."""

import streamlit as st

from ui.lessons import frame
from ui.lessons.tensorboard import board, own_charts, question, reach, runs, takeaway
from ui.server.routes import routes_served

frame.begin("tensorboard")
st.subheader("Your runs")
runs.show_table()
question.show()
st.caption(
    "Logs hold curves and histograms of weights, and no drawings. Every visitor of "
    "this app sees all of its runs."
)

st.subheader("Curves, histograms and graphs")
if not routes_served():
    own_charts.show()
elif why := reach.refusal():
    own_charts.show(why)
else:
    board.show()

st.subheader("On your own machine")
st.markdown("The command of the course, for your own logs:")
st.code(
    "tensorboard --logdir logs/fit --host 127.0.0.1 --port 6006",
    language="bash",
    wrap_lines=True,
)
takeaway.show()
frame.end("tensorboard", ("train", "Train again with one setting changed"))
