"""A visitor's microscope: the step they look at, and those before it."""

import threading
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from lenet.microscope.symptoms import Symptom, symptoms
from lenet.results.recording import Frame, Recording
from lenet.settings import TRAINING_IMAGES, batches_in, images_in
from lenet.state import TrainState
from lenet.weights import shipped
from ui.lessons.microscope.memory import shelf
from ui.lessons.microscope.sizes import Sizes, sizes_of
from ui.visitor import workers
from ui.visitor.state import visitor_state

IMAGES = TRAINING_IMAGES["sample"]
MOST_STATES = 50
SECONDS = 30.0
STARTS = ("New weights", "Shipped weights", "Your model")


@dataclass(frozen=True)
class Choice:
    """What a visitor puts under the microscope."""

    paradigm: str
    optimizer: str
    learning_rate: float
    batch_size: int
    seed: int
    mistake: str
    start: str

    @property
    def beginning(self) -> tuple[str, int, int, str, str]:
        """Give all that decides where it begins, and which images it sees."""
        return (self.optimizer, self.batch_size, self.seed, self.mistake, self.start)


class Session:
    """The step under the microscope, and the states that led to it.

    `states` are those that steps started from, the last one that of the step on
    show; `after` follows it. `place` is the frame on show, from 0. `sizes` are
    those of the weights in each step, by its number from 0. Raises ValueError and
    WorkError as `ui.visitor.workers.call` does, and is then as it was before.
    """

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.place = 0
        self.sizes: dict[int, dict[str, Sizes]] = {}
        self._lock = threading.RLock()
        with self._lock:
            self._record([], first_state(choice), choice)

    @property
    def before(self) -> TrainState:
        """Give the state that the step on show started from."""
        return self.states[-1]

    @property
    def frame(self) -> Frame:
        """Give the frame on show."""
        return self.recording.frames[self.place]

    @property
    def last(self) -> int:
        """Give the place of the last frame."""
        return len(self.recording.frames) - 1

    @property
    def counters(self) -> str:
        """Say where in the training this step is."""
        size, step = self.choice.batch_size, self.before.step
        epoch, batch = divmod(step, batches_in(IMAGES, size))
        return (
            f"epoch {epoch + 1}, batch {batch + 1} of {batches_in(IMAGES, size)}, "
            f"{images_in(step, IMAGES, size):,} images seen before"
        )

    def step(self) -> None:
        """Go to the next frame, into the next batch if need be."""
        with self._lock:
            if self.place < self.last:
                self.place += 1
            else:
                self.next_batch()

    def back(self) -> None:
        """Go to the frame before, into the batch before if need be."""
        with self._lock:
            if self.place:
                self.place -= 1
                return
            *earlier, _ = self.states  # taken once: others may shorten the list
            if earlier:
                self._record(earlier[:-1], earlier[-1])
                self.place = self.last

    def next_phase(self) -> None:
        """Go to the first frame of the next phase, or the next batch."""
        with self._lock:
            phase = self.frame.phase
            while self.place < self.last and self.frame.phase == phase:
                self.place += 1
            if self.frame.phase == phase:
                self.next_batch()

    def next_batch(self) -> None:
        """Record the step that follows, and stand at its beginning."""
        with self._lock:
            self._record(self.states, self.after)
            self.place = 0

    def seek(self, place: int) -> None:
        """Go to any frame of this step."""
        self.place = min(max(place, 0), self.last)

    def change(self, choice: Choice) -> None:
        """Record the step on show again, with another paradigm or rate."""
        with self._lock:
            here = self.frame
            *earlier, before = self.states
            self._record(earlier, before, choice)
            self.place = self._like(here)

    def _like(self, here: Frame) -> int:
        """Find the frame on the same line; in another paradigm, what it shows."""
        frames = self.recording.frames
        lines = [_line(frame) for frame in frames]
        if _line(here) in lines:
            return lines.index(_line(here))
        shown = [(frame.phase, frame.layer) for frame in frames]
        wanted = (here.phase, here.layer)
        return shown.index(wanted) if wanted in shown else 0

    def _record(
        self,
        earlier: list[TrainState],
        state: TrainState,
        choice: Choice | None = None,
    ) -> None:
        choice = choice or self.choice
        if state.paradigm != choice.paradigm:
            state = replace(state, paradigm=choice.paradigm)
        recording, after = workers.call(
            "lenet.microscope.steps:step",
            state,
            choice.batch_size,
            choice.learning_rate,
            choice.mistake,
            seconds=SECONDS,
        )
        self.recording: Recording = recording
        self.after: TrainState = after
        self.choice = choice
        self.symptoms: list[Symptom] = symptoms(recording)
        self.states = [*earlier, state][-MOST_STATES:]
        self.sizes[state.step] = sizes_of(recording)
        self.sizes.pop(state.step - MOST_STATES, None)
        shelf().make_room(self)


def _line(frame: Frame) -> tuple[str, int, str, int | None, bool]:
    made = any(value.made for value in frame.values)  # a block is left, or begun
    return (frame.function, frame.line, frame.phase, frame.layer, made)


def first_state(choice: Choice) -> TrainState:
    """Have the state made that a choice begins with."""
    state: TrainState = workers.call(
        "lenet.microscope.steps:begin",
        choice.paradigm,
        choice.optimizer,
        choice.seed,
        choice.mistake,
        _weights(choice.start),
        seconds=SECONDS,
    )
    return state


def _weights(start: str) -> tuple[np.ndarray, ...] | None:
    if start == "Shipped weights":
        return shipped()
    model = visitor_state().model
    if start == "Your model" and model is not None:
        return model.weights
    return None


def session_for(choice: Choice) -> Session:
    """Give this visitor's session, brought in line with what they chose."""
    session: Session | None = st.session_state.get("_microscope")
    if session is None or session.choice.beginning != choice.beginning:
        session = st.session_state["_microscope"] = Session(choice)
    elif session.choice != choice:
        session.change(choice)
    else:
        return session
    st.session_state.touched = True  # not the slider: see transport.seek
    return session


def current() -> Session:
    """Give this visitor's session, which the page has made."""
    session: Session = st.session_state["_microscope"]
    return session
