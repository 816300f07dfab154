"""Welcome: draw at once, find a lesson, know the machine."""

import streamlit as st

from ui.lessons import THE_COURSE, frame
from ui.lessons.welcome import lesson_map, machine, predictions, try_it

frame.begin("welcome", title="LeNet Lab")
try_it.show()
lesson_map.start()

st.header("The lessons")
st.markdown(THE_COURSE)
lesson_map.show()

predictions.show()
machine.show()
