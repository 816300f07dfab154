"""How often Python runs each line: of a function, of its conversion."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any

GENERATED = "__autograph_generated_file"
# Generated functions that only copy variables. They run no line of the source.
COPIES = ("get_state", "set_state")


@contextmanager
def counting(wanted: Callable[[FrameType], bool]) -> Iterator[Counter[int]]:
    """Count the lines that run in the block, in the frames that are wanted.

    A trace function that was set before is set again.

    https://docs.python.org/3/library/sys.html#sys.settrace
    """
    counts: Counter[int] = Counter()

    def in_line(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            counts[frame.f_lineno] += 1
        return in_line

    def in_call(frame: FrameType, *_: Any) -> Any:
        return in_line if wanted(frame) else None

    before = sys.gettrace()
    sys.settrace(in_call)
    try:
        yield counts
    finally:
        sys.settrace(before)


def is_generated(frame: FrameType) -> bool:
    """Return whether a frame runs a conversion of AutoGraph."""
    code = frame.f_code
    return GENERATED in code.co_filename and not code.co_name.startswith(COPIES)


def by_source_line(
    counts: Mapping[int, int], origins: Mapping[int, int]
) -> dict[int, int]:
    """Return how often each line of the source ran.

    `counts` are of the generated lines and `origins` their lines of the
    source. Of the lines that one line became, the one that ran most counts.
    """
    found: dict[int, int] = {}
    for line, count in counts.items():
        if line in origins:
            found[origins[line]] = max(found.get(origins[line], 0), count)
    return found
