"""The memory that all visitors' microscopes share."""

import threading
from typing import Protocol
from weakref import WeakSet

import streamlit as st

# The most that all visitors' states may take together. The visitor with most bytes
# loses states first.
MOST_BYTES = 600_000_000


class Holder(Protocol):
    """An object that takes memory and can release some."""

    @property
    def bytes_held(self) -> int:
        """Return the bytes of all states that are kept."""

    def drop_oldest(self) -> bool:
        """Drop the oldest state, if there is one to spare; return whether there was."""


class MemoryBudget:
    """Keeps the bytes of all holders within a limit."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._lock = threading.Lock()
        self._holders: WeakSet[Holder] = WeakSet()
        self._most_bytes = most_bytes

    def make_room(self, holder: Holder) -> None:
        """Add a holder; while there are too many bytes, the largest drops a state."""
        with self._lock:
            self._holders.add(holder)
            sizes = {each: each.bytes_held for each in self._holders}
            givers = set(sizes)
            while givers and sum(sizes.values()) > self._most_bytes:
                fullest = max(givers, key=lambda each: sizes[each])
                if fullest.drop_oldest():
                    sizes[fullest] = fullest.bytes_held
                else:
                    givers.remove(fullest)


@st.cache_resource(show_spinner=False)
def memory_budget() -> MemoryBudget:
    """Return the one budget that all visitors share."""
    return MemoryBudget()
