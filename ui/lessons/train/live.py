"""The training as it runs: the buttons, the figures and the curves."""

import streamlit as st

from lenet.settings import Settings
from ui.components.fragments import show_refusal
from ui.components.progress import SECONDS_BETWEEN_LOOKS
from ui.components.training.controls import show_course, transport
from ui.lessons.train import estimate, hints, key
from ui.lessons.train.prediction import first_epoch, predict_then_run
from ui.lessons.train.two_accuracies import ask_why
from ui.visitor import jobs
from ui.visitor.state import visitor_state

HINT = (
    "Choose and press **Start**. The first batch takes a second or two, because "
    "TensorFlow traces the model then."
)


def show(settings: Settings) -> None:
    """Show the questions, the buttons, and the training that they start and stop."""
    revealed = predict_then_run()
    ask_why()
    transport(settings)
    estimate.show(settings)
    show_refusal()
    training = visitor_state().training
    active = bool(training and training.active)
    every = SECONDS_BETWEEN_LOOKS if active else None
    st.fragment(_watch, run_every=every)(settings, active, revealed)


def _watch(settings: Settings, was_active: bool, was_revealed: bool) -> None:
    """Follow the training; a fragment, so that only this part reruns."""
    mine = jobs.follow()
    training = mine.training
    show_course(training, mine.earlier, HINT, key)
    hints.show(training, settings)
    ended = was_active and training is not None and not training.active
    # The questions are outside of this fragment: a full rerun locks them.
    if ended or (first_epoch(training) is not None) != was_revealed:
        st.rerun()
