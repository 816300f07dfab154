"""The memory that all visitors' microscopes share."""

import threading
from typing import Protocol
from weakref import WeakSet

import streamlit as st

# What the states of all visitors may take together; who has most gives first.
MOST_BYTES = 600_000_000


class Holder(Protocol):
    """What takes memory, and can take less."""

    @property
    def bytes_held(self) -> int:
        """Return the bytes of all states that are kept."""

    def drop_oldest(self) -> bool:
        """Return whether there was a state to spare; it is dropped then."""


class MemoryBudget:
    """Keeps what all holders have together within the server's memory."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._lock = threading.Lock()
        self._holders: WeakSet[Holder] = WeakSet()
        self._most_bytes = most_bytes

    def make_room(self, holder: Holder) -> None:
        """Count a holder in; while there is too much, the fullest drops a state."""
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
