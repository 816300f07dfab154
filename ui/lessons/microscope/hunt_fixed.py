"""The first step with the hidden mistake, beside the same step without it."""

from dataclasses import replace

import streamlit as st

from lenet.results.recording import Recording
from ui.components.code import show_function, where
from ui.components.messages import READ
from ui.components.numbers import counted, pair
from ui.components.waiting import waiting
from ui.lessons.microscope import key
from ui.lessons.microscope.hunt import code_of, wrong_lines
from ui.lessons.microscope.hunt_lines import mistaken
from ui.lessons.microscope.panels.check import verdict
from ui.lessons.microscope.panels.update import overview
from ui.lessons.microscope.session import Session
from ui.lessons.microscope.start import Choice

RIGHT = "none"  # the name of no mistake
BOTH = key("hunt_both")


def show_fixed(choice: Choice, mistake: str) -> None:
    """Show the code, the updates and the checks of both side by side."""
    with waiting("TensorFlow records the first step twice", height=480):
        wrong, right = _both(replace(choice, mistake=mistake))
    function, _ = wrong_lines(code_of(mistake, wrong.recording))[0]
    before, after = st.columns(2, gap="medium")
    with before:
        st.markdown("**With the mistake**")
        _show(function, wrong)
    with after:
        st.markdown("**Fixed**")
        _show(function, right)
    st.markdown(changed(wrong.recording, right.recording))


def _both(choice: Choice) -> tuple[Session, Session]:
    """Return the steps with and without the mistake, recorded once for a choice."""
    kept: dict[Choice, tuple[Session, Session]] = st.session_state.get(BOTH, {})
    if choice not in kept:
        kept = {choice: (Session(choice), Session(replace(choice, mistake=RIGHT)))}
        st.session_state[BOTH] = kept
    return kept[choice]


def changed(wrong: Recording, right: Recording) -> str:
    """Return in a sentence what the fix has changed in the first step."""
    got = [
        sum(each.gradient is not None for each in recording.variables)
        for recording in (wrong, right)
    ]
    arrays = counted(len(right.variables), "weight array")
    losses = [
        " to ".join(pair(recording.loss_before, recording.loss_after))
        for recording in (wrong, right)
    ]
    return (
        f"With the mistake, the tape returned gradients for {got[0]} of {arrays}, and "
        f"the loss went from {losses[0]}. Fixed: {got[1]} of {arrays}, and from "
        f"{losses[1]}."
    )


def _show(function: str, session: Session) -> None:
    recording = session.recording
    source = code_of(session.choice.mistake, recording)[function]
    marks = {line: [READ] for line in mistaken(source)}
    show_function(source, marks, caption=where(source))
    st.html(overview(recording))
    st.html(verdict(recording))
