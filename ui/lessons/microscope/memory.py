"""All visitors' microscopes, and the memory that they share."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from weakref import WeakSet

import streamlit as st

from lenet.state import TrainState

if TYPE_CHECKING:
    from ui.lessons.microscope.session import Session

# What the states of all visitors may take together; who has most gives first.
MOST_BYTES = 600_000_000


class Shelf:
    """Knows all visitors' sessions, and keeps them within the server's memory."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._lock = threading.Lock()
        self._sessions: WeakSet[Session] = WeakSet()
        self._most_bytes = most_bytes

    def make_room(self, session: Session) -> None:
        """Take in a session; while there is too much, the fullest gives a state."""
        with self._lock:
            self._sessions.add(session)
            sizes = {each: size_of(each.states) for each in self._sessions}
            givers = {each for each in sizes if len(each.states) > 1}
            while givers and sum(sizes.values()) > self._most_bytes:
                fullest = max(givers, key=lambda each: sizes[each])
                fullest.states = fullest.states[1:]
                sizes[fullest] = size_of(fullest.states)
                if len(fullest.states) == 1:
                    givers.remove(fullest)


def size_of(states: list[TrainState]) -> int:
    """Count the bytes that states take."""
    return sum(
        array.nbytes
        for state in states
        for array in (*state.weights, *state.optimizer_state)
    )


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    """Give the one shelf that all visitors share."""
    return Shelf()
