"""Train: choose, start, watch; the code beside it is the code that runs."""

import streamlit as st

from lenet.settings import Settings
from ui.components.choices import choose
from ui.components.code import code_boxes
from ui.components.training import outcome
from ui.lessons import frame
from ui.lessons.train import key, live, race, takeaway
from ui.visitor.state import visitor_state


@st.fragment
def show_code(settings: Settings) -> None:
    """Show one piece of the code that Start runs."""
    pieces = {
        "Model": f"lenet.models.{settings.paradigm.lower()}",
        "Training step": "lenet.training:train_step",
        "Loop": f"lenet.training.loops:{settings.loop}",
    }
    code_boxes(pieces, key=key("piece"))


frame.begin("train")
# The live column comes first, so that a phone shows Start above the settings.
running, choices = st.columns([5, 3], gap="medium")
with choices:
    settings = choose(key)
with running:
    live.show(settings)

mine = visitor_state()
if mine.training and mine.training.outcome:
    outcome.show(mine.training, key)
    takeaway.show(mine, mine.training, mine.training.outcome)

race.show(settings)
st.header("The code that runs")
show_code(settings)
frame.end("train", ("draw_a_digit", "Draw a digit for the network that you trained"))
