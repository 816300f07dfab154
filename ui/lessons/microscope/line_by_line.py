"""The step, line by line: the code with its line lit, and what exists there."""

from typing import Any

import streamlit as st

from lenet.microscope.mistakes import MISTAKES
from lenet.results.recording import Frame, Recording
from ui.components.code import light, lit_code, show_code, show_function, where
from ui.components.fragments import guard, show_refusal, verdict
from ui.lessons.microscope import panels, transport
from ui.lessons.microscope.session import Session, current
from ui.visitor import workers

GUESSES = ["The first layer's", "The last layer's", "All at the same time"]
NO_CODE = (
    "**{paradigm}** has no code of yours to descend into: Keras runs the layers, one "
    "after the other, within the one line that calls the model. Each is a frame of "
    "its own all the same. Choose **Subclassing** in the sidebar to stand in `call`."
)


def show() -> None:
    """Lay the page out: the buttons on top, code left, what exists right."""
    top = st.container()
    with st.container(key="bench"):
        code, values = st.columns([2, 3], gap="medium")
    with code, st.container(key="lit_step"):
        show_step(current())
    playing = bool(st.session_state.get("playing"))
    stand = st.fragment(guard(stand_on_a_line), run_every=transport.interval())
    stand(top, values, playing)


def show_step(session: Session) -> None:
    """Show the functions that ran, each line marked so that it can be lit."""
    recording = session.recording
    for name, source in recording.sources.items():
        lines = {frame.line for frame in recording.frames if frame.function == name}
        marks = {line: [_mark(name, line)] for line in lines}
        show_function(source, marks, caption=f"`{name}` in {where(source)}")
    if "call" not in recording.sources:
        st.caption(NO_CODE.format(paradigm=session.choice.paradigm))
    mistake = MISTAKES[session.choice.mistake]
    if mistake.code and mistake.code != mistake.step:
        source = workers.source(mistake.code)
        show_code(source, caption=f"The mistake, in {where(source)}")


def stand_on_a_line(top: Any, values: Any, was_playing: bool) -> None:
    """Show one frame: the fragment that a press of Step reruns."""
    transport.seek()
    transport.advance_if_due()
    if bool(st.session_state.get("playing")) != was_playing:
        st.rerun()
    session = current()
    with top:
        transport.buttons()
        show_refusal()
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            transport.slider()
            chosen = image_looked_at(session.recording)
        question(session)
        hints(session)
    with values:
        recording, frame = session.recording, session.frame
        light(_mark(frame.function, frame.line))
        st.html(one_line(recording, frame))
        panels.show(recording, frame, chosen)


def one_line(recording: Recording, frame: Frame) -> str:
    """Show the line alone: on a phone the code is out of sight."""
    source = recording.sources[frame.function]
    line = source.text.splitlines()[frame.line - 1].strip()
    return lit_code(line, {}, f"The line that has run, in {frame.function}")


def question(session: Session) -> None:
    """Ask before the way back; its own frames mark the answer."""
    frames = session.recording.frames
    back = [place for place, frame in enumerate(frames) if is_way_back(frame)]
    answer = st.session_state.get("first_gradient")
    if not back or (session.place >= back[0] and not answer):
        return
    answer = st.pills(
        "Before you step: which layer's gradient will the tape know first?",
        GUESSES,
        key="first_gradient",
        on_change=transport.touch,
        persist_state="session",
    )
    if answer and session.place >= back[0]:
        layers = session.recording.layers
        first, last = (
            layers[frames[place].layer or 0] for place in (back[0], back[-1])
        )
        right = (answer, first) == (GUESSES[1], layers[-1])
        verdict(right, f"**{first.name}** came first, **{last.name}** last.")


def is_way_back(frame: Frame) -> bool:
    """Tell whether a gradient has come by a layer here."""
    return frame.phase == "backward" and frame.layer is not None


def hints(session: Session) -> None:
    """Name what the recorded numbers say is wrong, if they do."""
    found = session.symptoms
    if found:
        names = ", ".join(symptom.name.lower() for symptom in found)
        with st.expander(f"Hint: {names}", icon=":material/stethoscope:"):
            for symptom in found:
                st.markdown(f"- **{symptom.name}.** {symptom.text}")


def image_looked_at(recording: Recording) -> int:
    """Let one image of the batch be chosen, of those whose maps are kept."""
    kept = len(recording.layers[0].output)
    if kept == 1:
        return 0
    chosen = st.number_input(
        "Image looked at",
        1,
        kept,
        key="lens_image",
        on_change=transport.touch,
        width=150,
        persist_state="session",
        help=f"Feature maps are kept of the first {kept}; the numbers are of all.",
    )
    return min(int(chosen), kept) - 1


def _mark(function: str, line: int) -> str:
    return f"{function}-{line}"
