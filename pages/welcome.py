"""Welcome: draw at once, find a lesson, know the machine."""

import streamlit as st

from ui.lessons import THE_COURSE, frame
from ui.lessons.welcome import kept_of_you, lesson_map, machine, predictions, try_it

frame.begin("welcome", title="LeNet Lab")
lesson_map.start()
try_it.show()

st.header("The lessons")
st.markdown(THE_COURSE)
lesson_map.show()

predictions.show()
kept_of_you.show()
machine.show()
