"""Read TensorFlow's error messages: which line says what went wrong."""

import re
import traceback
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from lenet.results.messages import Message
from lenet.snippets.text import cleaned
from lenet.source import Source, source_of

# Lines around the one that says what went wrong: headings, places in code,
# names of nodes. What TensorFlow puts before the message of an eager operation
# is one of them only where it stands alone.
AROUND = re.compile(
    r"Graph execution error:|Detected at node |File \"|Node: |Original stack "
    r"trace for |in user code:|\[\[\{\{node |\{\{function_node [^}]*\}\}$|$"
)
# 'File "lenet/x.py", line 12, in name', and '+ .../lenet/x.py (L12) name'.
PLACES = re.compile(r"File \"([^\"]+)\", line (\d+)|[+] (\S+) \(L(\d+)\)")
OUTSIDE = re.compile(r"(File \"|[+] )/[^\s\"]*/")
# In the message about a tensor of a graph that has ended: some twenty frames of
# TensorFlow follow it.
FRAMES = "\n\n<tf.Tensor"
TRACEBACK = "Traceback (most recent call last)"
BETWEEN = {"", "|", "-> |"}  # the lines between those that name places


def read(error: BaseException, source: Source) -> Message:
    """Return an error's message, and which of its lines to read.

    `source` is the learner's code. What belongs to this machine, such as the
    folder of a file, becomes "…".
    """
    text = OUTSIDE.sub(r"\1…/", cleaned(str(error)))
    lines = tuple(line.rstrip() for line in text.splitlines()) or ("",)
    places = _places(lines)
    own = {
        at: place
        for at, (file, place) in places.items()
        if source.file.endswith(file.lstrip("."))
    }
    inner = _with_lines_between(places.keys() - own.keys(), lines)
    kind = type(error).__name__
    says = line_to_read(lines, kind)
    return Message(kind, lines, says, tuple(own.items()), inner)


def line_to_read(lines: Sequence[str], kind: str = "") -> int:
    """Return which line of a message says what went wrong, counted from 0.

    It is the first one that is no heading, no place in code and no name of a
    node. TensorFlow writes all of these around it. AutoGraph's message repeats
    the lines of the user's code, and below them the error's `kind`.

    https://www.tensorflow.org/api_docs/python/tf/errors/OpError
    """
    for at, line in enumerate(lines if kind else ()):
        if line.strip().startswith(f"{kind}: "):
            return at
    for at, line in enumerate(lines):
        if not AROUND.match(line.strip()):
            return at
    return 0


def without_frames(text: str) -> str:
    """Return a message without the frames that follow a tensor out of scope."""
    message, frames, _ = text.partition(FRAMES)
    return f"{message}\n[…]" if frames else text


def raised_at(error: BaseException | None, function: Callable[..., Any]) -> int:
    """Return the line of a function at which an error went through it.

    It is counted from 1 at the function's head, and 0 if the error did not go
    through it, or is None.
    """
    if error is None:
        return 0
    first = source_of(function).line
    lines = [
        number - first + 1
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_code is function.__code__
    ]
    return lines[-1] if lines else 0


def traceback_of(error: BaseException, source: Source) -> Message:
    """Return an error's traceback; its line to read is the learner's last one.

    `source` is the learner's code: all of its file counts. Frames of other
    files are inner lines.

    https://docs.python.org/3/library/traceback.html#traceback.extract_tb
    """
    lines: list[str] = []
    inner: list[int] = []
    says = 0
    for frame in traceback.extract_tb(error.__traceback__):
        place = f'File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        if frame.filename.endswith(source.file):
            says = len(lines) + 1
        else:
            inner += range(len(lines), len(lines) + 2)
        lines += [OUTSIDE.sub(r"\1…/", cleaned(place)), f"  {frame.line}"]
    return Message(TRACEBACK, tuple(lines), says, inner=tuple(inner))


def _places(lines: Sequence[str]) -> dict[int, tuple[str, int]]:
    """Return the file and line that each line names.

    A long path begins with "...".
    """
    found = {at: PLACES.search(line) for at, line in enumerate(lines)}
    return {
        at: (place[1] or place[3], int(place[2] or place[4]))
        for at, place in found.items()
        if place
    }


def _with_lines_between(
    inner: AbstractSet[int], lines: Sequence[str]
) -> tuple[int, ...]:
    """Return line numbers with those of the lines that only separate them."""
    between = {
        at + 1
        for at in inner
        if at + 1 < len(lines)
        and lines[at + 1].strip() in BETWEEN
        and (at + 2 in inner or lines[at + 1].strip())
    }
    return tuple(sorted(inner | between))
