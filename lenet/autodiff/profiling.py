"""Hear of each call of a Python function, in this thread alone.

So nothing in TensorFlow has to be replaced to see what it calls.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

Profile = Callable[[FrameType, str, Any], None]


@contextmanager
def profiling(profile: Profile) -> Iterator[None]:
    """Call `profile` with each "call" and "return" while the block runs.

    https://docs.python.org/3/library/sys.html#sys.setprofile
    """
    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(before)
