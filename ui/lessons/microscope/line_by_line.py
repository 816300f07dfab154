"""The step, line by line: the code with its line lit, and the values it made."""

from typing import Any

import streamlit as st

from lenet.microscope.mistakes import MISTAKES, StepMistake
from lenet.results.recording import PHASES, Frame, Recording
from ui.components.bench import bench
from ui.components.closing import show_closing
from ui.components.code import lit_code, show_code, show_function, where
from ui.components.lit_line import light_in_view
from ui.components.stepper import Button, show_stepper
from ui.lessons.microscope import TABS, key, panels, picks
from ui.lessons.microscope.first_gradient import question
from ui.lessons.microscope.hunt import is_open, rerun_if_guessed
from ui.lessons.microscope.hunt_code import show_hidden
from ui.lessons.microscope.image_choice import choose_image
from ui.lessons.microscope.phases import show_phase, title_of
from ui.lessons.microscope.session import Session, current, stepper
from ui.lessons.microscope.whole_step import showed
from ui.visitor import workers

TITLE = "Line by line"
CODE = key("code")
NO_CODE = (
    "A **{paradigm}** model has no `call` of yours to step into: Keras runs the layers "
    "inside the one line that calls the model. You still get one frame for each layer. "
    "Choose **Subclassing** in the sidebar to step through `call`."
)
HELPS = {
    "Reset": "Go back to the first batch.",
    "Back": "Go back one frame. From the first frame, go back to the batch before.",
    "Step": "Go to the next frame. After the last frame, record the next batch.",
    "Next phase": f"Skip to the next phase: {', '.join(map(title_of, PHASES))}.",
    "Next batch": "Record the step of the next batch, and go to its first frame.",
}


def show() -> None:
    """Lay the tab out: the stepper on top, the code left, the values right."""
    top, before = st.container(), st.container()
    code, values = bench()
    with code, st.container(key=CODE):
        show_step(current())
    stepper().fragment(show_frame)(top, before, values, st.container())


def show_step(session: Session) -> None:
    """Show the functions that ran, with marks to light their lines."""
    recording = session.recording
    if is_open():
        show_hidden(recording, _lines_with_frames(recording))
    else:
        st.caption("Click a line to go to its frame.")
        for name, lines in _lines_with_frames(recording).items():
            source = recording.sources[name]
            show_function(
                source,
                {line: [mark] for line, mark in lines.items()},
                caption=f"`{name}` in {where(source)}",
                picks=picks.of_lines(name, source, {line: line for line in lines}),
            )
        show_mistake(MISTAKES[session.choice.mistake])
    if "call" not in recording.sources:
        st.caption(NO_CODE.format(paradigm=session.choice.paradigm))


def _lines_with_frames(recording: Recording) -> dict[str, dict[int, str]]:
    """Return the marks of all lines that have a frame, by function and line."""
    marks: dict[str, dict[int, str]] = {name: {} for name in recording.sources}
    for frame in recording.frames:
        marks[frame.function][frame.line] = _mark(frame.function, frame.line)
    return marks


def show_mistake(mistake: StepMistake) -> None:
    """Show the code of a mistake that is not in the step itself."""
    if mistake.code and mistake.code != mistake.step:
        source = workers.source(mistake.code)
        show_code(source, caption=f"The mistake, in {where(source)}")


def show_frame(top: Any, before: Any, values: Any, below: Any) -> None:
    """Show the current frame: the fragment that a press of Step reruns."""
    rerun_if_guessed()
    session = current()
    recording, frame = session.recording, session.frame
    with top:
        picks.listen_in("bench")
        chosen = controls(session)
    with before, st.container(key=key("before_you_step")):
        question(session)
        hints(session)
    with values:
        light_in_view(_mark(frame.function, frame.line), CODE)
        show_phase(frame.phase)
        st.html(one_line(recording, frame))
        panels.show(recording, frame, chosen)
    # Streamlit keeps only the position of a container that every run writes to.
    with below.container():
        earned = showed(recording) if session.index == session.last else ()
        show_closing(earned, TABS, next_tab="The optimizer")


def controls(session: Session) -> int:
    """Show the stepper and the choice of an image; return the image's index."""
    steps = stepper()
    row = show_stepper(
        steps,
        f"{title_of(session.frame.phase)}, frame {session.index + 1} of "
        f"{session.last + 1} · {session.counters}",
        more=(
            Button("Next phase", "fast_forward", "P", session.next_phase),
            Button("Next batch", "last_page", "N", session.next_batch),
        ),
        helps=HELPS,
        play=True,
    )
    with row:
        return choose_image(session.recording)


def one_line(recording: Recording, frame: Frame) -> str:
    """Return the line alone (HTML), because a phone shows the code further down."""
    source = recording.sources[frame.function]
    line = source.text.splitlines()[frame.line - 1].strip()
    return lit_code(line, {}, f"The line that has run, in {frame.function}")


def hints(session: Session) -> None:
    """Show what the recorded numbers say is wrong, if anything is.

    A hunt keeps it back until it is over.
    """
    found = session.symptoms
    if found and not is_open():
        names = ", ".join(symptom.name.lower() for symptom in found)
        with st.expander(f"Hint: {names}", icon=":material/stethoscope:"):
            for symptom in found:
                st.markdown(f"- **{symptom.name}.** {symptom.text}")


def _mark(function: str, line: int) -> str:
    return f"{function}-{line}"
