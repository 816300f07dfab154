"""Give back the memory of visitors who have left.

Streamlit 1.67 forgets a visitor two minutes after they left, but what they had refers
to itself, and stays until Python looks for such objects; and what is free then stays
with this process until it is told to give it back.
"""

import asyncio
import contextlib
import ctypes
import gc
import sys
from typing import Any

from anyio import to_thread
from streamlit.runtime import Runtime

SECONDS = 15.0
M_MMAP_THRESHOLD = -3  # the name of a setting in glibc's malloc.h
LARGE = 1_000_000  # bytes


def give_back_large() -> None:
    """Make the memory of a large object, such as a file, go back as it is deleted."""
    _call_glibc("mallopt", M_MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Look for objects that nobody uses, and give their memory back to the system."""
    gc.collect()
    _call_glibc("malloc_trim", 0)


def _call_glibc(name: str, *arguments: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # another C library
            getattr(ctypes.CDLL(None), name)(*arguments)


async def give_back_after_visits() -> None:
    """Free memory each time when there are fewer sessions than before."""
    before = 0
    while True:
        await asyncio.sleep(SECONDS)
        now = sessions()
        if now < before:
            await to_thread.run_sync(give_back)
        before = now


def sessions() -> int:
    """Count the sessions of all who are here, or left less than two minutes ago.

    Those of all others are dropped first: Streamlit does so when the next one leaves.
    """
    if not Runtime.exists():
        return 0
    manager: Any = Runtime.instance()._session_mgr
    manager._session_storage._cache.expire()
    return len(manager.list_sessions())
