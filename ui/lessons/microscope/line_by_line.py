"""The step, line by line: the code with its line lit, and the values it made."""

from typing import Any

import streamlit as st

from lenet.microscope.mistakes import MISTAKES
from lenet.results.recording import Frame, Recording
from ui.components.bench import bench
from ui.components.code import light, lit_code, show_code, show_function, where
from ui.components.fragments import verdict
from ui.components.image_choice import choose_image
from ui.components.stepper import Button, show_stepper
from ui.lessons.microscope import key, panels
from ui.lessons.microscope.session import Session, current, stepper
from ui.visitor import workers

GUESSES = ["The first layer's", "The last layer's", "All at the same time"]
NO_CODE = (
    "A **{paradigm}** model has no `call` of yours to step into: Keras runs the layers "
    "inside the one line that calls the model. You still get one frame for each layer. "
    "Choose **Subclassing** in the sidebar to step through `call`."
)
HELPS = {
    "Reset": "Back to the first batch.",
    "Back": "One frame back. From the first frame, back into the batch before.",
    "Step": "One frame on. After the last frame, on to the next batch.",
}


def show() -> None:
    """Lay the page out: the stepper on top, the code left, the values right."""
    top = st.container()
    code, values = bench()
    with code, st.container(key=key("code")):
        show_step(current())
    stepper().fragment(show_frame)(top, values)


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


def show_frame(top: Any, values: Any) -> None:
    """Show the current frame: the fragment that a press of Step reruns."""
    session = current()
    recording, frame = session.recording, session.frame
    with top:
        chosen = controls(session)
        question(session)
        hints(session)
    with values:
        light(_mark(frame.function, frame.line))
        st.html(one_line(recording, frame))
        panels.show(recording, frame, chosen)


def controls(session: Session) -> int:
    """Show the stepper, and beside its slider the choice of an image; return that."""
    steps = stepper()
    row = show_stepper(
        steps,
        f"{session.frame.phase.capitalize()}, frame {session.index + 1} of "
        f"{session.last + 1} · {session.counters}",
        more=(
            Button("Next phase", "fast_forward", "P", session.next_phase),
            Button("Next batch", "last_page", "N", session.next_batch),
        ),
        helps=HELPS,
        play=True,
    )
    with row:
        kept = len(session.recording.layers[0].output)
        return choose_image(kept, key("image"), steps.touch)


def one_line(recording: Recording, frame: Frame) -> str:
    """Return the line alone (HTML): on a phone the code is out of sight."""
    source = recording.sources[frame.function]
    line = source.text.splitlines()[frame.line - 1].strip()
    return lit_code(line, {}, f"The line that has run, in {frame.function}")


def question(session: Session) -> None:
    """Ask before the backward pass; its own frames mark the prediction."""
    frames = session.recording.frames
    backward = [index for index, frame in enumerate(frames) if has_gradient(frame)]
    prediction = st.session_state.get(key("first_gradient"))
    if not backward or (session.index >= backward[0] and not prediction):
        return
    prediction = st.pills(
        "Before you step: which layer's gradient will the tape compute first?",
        GUESSES,
        key=key("first_gradient"),
        on_change=stepper().touch,
        persist_state="session",
    )
    if prediction and session.index >= backward[0]:
        layers = session.recording.layers
        first, last = (
            layers[frames[index].layer or 0] for index in (backward[0], backward[-1])
        )
        right = (prediction, first) == (GUESSES[1], layers[-1])
        verdict(right, f"**{first.name}** came first, **{last.name}** last.")


def has_gradient(frame: Frame) -> bool:
    """Return whether the tape has computed a layer's gradient in this frame."""
    return frame.phase == "backward" and frame.layer is not None


def hints(session: Session) -> None:
    """Show what the recorded numbers say is wrong, if they do."""
    found = session.symptoms
    if found:
        names = ", ".join(symptom.name.lower() for symptom in found)
        with st.expander(f"Hint: {names}", icon=":material/stethoscope:"):
            for symptom in found:
                st.markdown(f"- **{symptom.name}.** {symptom.text}")


def _mark(function: str, line: int) -> str:
    return f"{function}-{line}"
