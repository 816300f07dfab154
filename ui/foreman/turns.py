"""Page runs take turns, a few at once, in the order in which they came.

Python runs one thread at a time. If 30 page runs share it, each of them ends when the
last one does; in turn, half of them end in half of that time, and none later.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 1
# A run that waits longer than this goes on without a turn: one that has a turn may
# wait for something itself, such as a result that another run is computing.
PATIENCE = 1.0  # seconds

_turns = threading.Semaphore(AT_ONCE)
_mine = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn, and have it until the context ends or `end_turn` is called."""
    _mine.turn = _turns.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        end_turn()


def end_turn() -> None:
    """End this thread's turn, if it has one: what it does next takes no processor."""
    if getattr(_mine, "turn", False):
        _mine.turn = False
        _turns.release()
