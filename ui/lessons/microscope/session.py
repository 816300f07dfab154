"""A visitor's session: the current recorded step, and the states before it."""

import threading
from dataclasses import replace

import streamlit as st

from lenet.microscope.symptoms import Symptom, symptoms
from lenet.results.recording import Frame, Recording
from lenet.settings import TRAINING_IMAGES, batches_in, images_in
from lenet.state import TrainState
from ui.components.stepper import Stepper, stepper_through
from ui.lessons.microscope import key
from ui.lessons.microscope.memory import memory_budget
from ui.lessons.microscope.sizes import Sizes, sizes_of
from ui.lessons.microscope.start import OWN, SECONDS, Choice, first_state
from ui.visitor import workers

IMAGES = TRAINING_IMAGES["sample"]
MOST_STATES = 50
MOST_SHARED = 4  # first steps, of some megabytes each, that visitors share
KEY = key("session")


class Session:
    """The recorded step, and the states from which it and earlier steps started.

    The last of `states` is the one before the current step; `after` is the one after
    it. `index` is the current frame, from 0. `sizes` are the sizes of the weights in
    each step, by the step's number from 0. A stepper moves through it: see
    `ui.components.stepper`. Raises ValueError and WorkError as
    `ui.visitor.workers.call` does, and does not change then.
    """

    can_reset = True
    can_step = True  # after the last frame comes the next batch

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.states: list[TrainState] = []
        self.sizes: dict[int, dict[str, Sizes]] = {}
        self._lock = threading.RLock()
        self.reset()

    @property
    def before(self) -> TrainState:
        """Return the state that the current step started from."""
        return self.states[-1]

    @property
    def frame(self) -> Frame:
        """Return the current frame."""
        return self.recording.frames[self.index]

    @property
    def last(self) -> int:
        """Return the index of the last frame."""
        return len(self.recording.frames) - 1

    @property
    def can_go_back(self) -> bool:
        """Return whether there is an earlier frame or batch."""
        return self.index > 0 or len(self.states) > 1

    @property
    def bytes_held(self) -> int:
        """Return the bytes that the states take."""
        return size_of(self.states)

    @property
    def counters(self) -> str:
        """Return where in the training this step is, as text."""
        size, step = self.choice.batch_size, self.before.step
        epoch, batch = divmod(step, batches_in(IMAGES, size))
        return (
            f"epoch {epoch + 1}, batch {batch + 1} of {batches_in(IMAGES, size)}, "
            f"{images_in(step, IMAGES, size):,} images seen before"
        )

    def reset(self) -> None:
        """Record the first step again, and forget all steps after it."""
        with self._lock:
            self._keep([], *first_step(self.choice))
            first = self.before.step
            self.sizes = {first: self.sizes[first]}
            self.index = 0

    def step(self) -> None:
        """Go to the next frame, which may be the first of the next batch."""
        with self._lock:
            if self.index < self.last:
                self.index += 1
            else:
                self.next_batch()

    def back(self) -> None:
        """Go to the frame before, which may be the last of the batch before."""
        with self._lock:
            if self.index:
                self.index -= 1
                return
            *earlier, _ = self.states  # read once: another thread may shorten the list
            if earlier:
                self._record(earlier[:-1], earlier[-1])
                self.index = self.last

    def next_phase(self) -> None:
        """Go to the first frame of the next phase, or the next batch."""
        with self._lock:
            phase = self.frame.phase
            while self.index < self.last and self.frame.phase == phase:
                self.index += 1
            if self.frame.phase == phase:
                self.next_batch()

    def next_batch(self) -> None:
        """Record the next step, and go to its first frame."""
        with self._lock:
            self._record(self.states, self.after)
            self.index = 0

    def seek(self, index: int) -> None:
        """Go to any frame of this step."""
        self.index = min(max(index, 0), self.last)

    def go_to_line(self, function: str, line: int) -> None:
        """Go to the next frame of a line after the current one, else to its first.

        Raises ValueError for a line that has no frame.
        """
        frames = self.recording.frames
        there = [
            index
            for index, frame in enumerate(frames)
            if (frame.function, frame.line) == (function, line)
        ]
        if not there:
            raise ValueError(f"Line {line} of {function} has no frame in this step.")
        self.index = next((index for index in there if index > self.index), there[0])

    def change(self, choice: Choice) -> None:
        """Record the current step again, with other settings than the `beginning`."""
        with self._lock:
            here = self.frame
            *earlier, before = self.states
            self._record(earlier, before, choice)
            self.index = self._like(here)

    def drop_oldest(self) -> bool:
        """Return whether there was a state before the current one; it is dropped.

        The memory budget calls this from other visitors' threads. It waits for no
        lock: two sessions that make room at the same time would wait for each other.
        """
        states = self.states
        self.states = states[1:] or states
        return len(states) > 1

    def _like(self, here: Frame) -> int:
        """Return the index of the frame on the same line, or with the same layer."""
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
        self._keep(earlier, *recorded(state, choice))
        self.choice = choice

    def _keep(
        self,
        earlier: list[TrainState],
        state: TrainState,
        recording: Recording,
        after: TrainState,
    ) -> None:
        self.recording, self.after = recording, after
        self.symptoms: list[Symptom] = symptoms(recording)
        self.states = [*earlier, state][-MOST_STATES:]
        self.sizes[state.step] = sizes_of(recording)
        self.sizes.pop(state.step - MOST_STATES, None)
        memory_budget().make_room(self)


Step = tuple[TrainState, Recording, TrainState]


def first_step(choice: Choice) -> Step:
    """Return the first step: the state before it, its recording, the state after it.

    One with no visitor's own model or drawing is the same for all of them.
    """
    if choice.start == OWN or choice.own:
        return recorded(first_state(choice), choice)
    return shared_step(choice)


@st.cache_resource(show_spinner=False, max_entries=MOST_SHARED)
def shared_step(choice: Choice) -> Step:
    """Return the first step of a choice, recorded once for all visitors."""
    return recorded(first_state(choice), choice)


def recorded(state: TrainState, choice: Choice) -> Step:
    """Return the step from a state, recorded by a worker."""
    if state.paradigm != choice.paradigm:
        state = replace(state, paradigm=choice.paradigm)
    recording, after = workers.call(
        "lenet.microscope.steps:step",
        state,
        choice.batch_size,
        choice.learning_rate,
        choice.mistake,
        choice.own and (choice.own.image, choice.own.label),
        seconds=SECONDS,
    )
    return state, recording, after


def _line(frame: Frame) -> tuple[str, int, str, int | None, bool]:
    made = any(value.made for value in frame.values)  # a block begins, or ends
    return (frame.function, frame.line, frame.phase, frame.layer, made)


def size_of(states: list[TrainState]) -> int:
    """Return the bytes that states take."""
    return sum(
        array.nbytes
        for state in states
        for array in (*state.weights, *state.optimizer_state)
    )


def session_for(choice: Choice) -> Session:
    """Return this visitor's session, changed to what they chose."""
    session: Session | None = st.session_state.get(KEY)
    if session is None or session.choice.beginning != choice.beginning:
        session = st.session_state[KEY] = Session(choice)
    elif session.choice != choice:
        session.change(choice)
    return session


def current() -> Session:
    """Return this visitor's session, which the page has created."""
    session: Session = st.session_state[KEY]
    return session


def stepper() -> Stepper:
    """Return the stepper that moves through this visitor's session."""
    return stepper_through(key("stepper"), current())
