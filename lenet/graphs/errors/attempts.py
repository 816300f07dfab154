"""Run a program with a fault, or its fixed version, and record how it ended."""

import ast
import difflib
import textwrap
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np
from tensorflow.python.client import session as sessions

from lenet.graphs.errors import FAULTS
from lenet.graphs.messages import raised_at, read
from lenet.results.session_errors import (
    BUILDING,
    CHECK,
    KERNEL,
    NOWHERE,
    Attempt,
)
from lenet.settings import one_of
from lenet.source import resolve, source


def attempt(fault: str, *, fixed: bool = False) -> Attempt:
    """Run the program with a fault, or the fixed one, in a Session.

    An error is a part of the result. Raises ValueError for a name that is none
    of FAULTS.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session
    """
    one_of("fault", fault, tuple(FAULTS))
    names = FAULTS[fault].code, FAULTS[fault].right
    name, other = reversed(names) if fixed else names
    function, shown = resolve(name), source(name)
    returned, error = _result(function)
    changed, missing = differing(shown.text, source(other).text)
    return Attempt(
        source=shown,
        phase=phase_of(error),
        raised=raised_at(error, function),
        message=error and read(error, shown),
        returned=returned,
        changed=changed,
        missing=missing,
    )


def phase_of(error: BaseException | None) -> str:
    """Return where a program failed, read from the error's traceback.

    `BaseSession.run` checks fetches and feeds; `_do_call` starts the kernels.
    """
    if error is None:
        return NOWHERE
    inside = {
        frame.f_code.co_name
        for frame, _ in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == sessions.__file__
    }
    if "_do_call" in inside:
        return KERNEL
    return CHECK if inside else BUILDING


def differing(text: str, other: str) -> tuple[tuple[int, ...], int]:
    """Return which lines of a function another one has not, from 1.

    Where the other one has a line more instead, they are empty, and the second
    result is the line below the missing one; else it is 0. Their heads and
    docstrings do not count.
    """
    (ours, start), (theirs, _) = _body(text), _body(other)
    changes = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    lines: list[int] = []
    missing = 0
    for kind, first, end, _, _ in changes.get_opcodes():
        if kind == "insert":
            missing = start + first
        elif kind != "equal":
            lines += range(start + first, start + end)
    return tuple(lines), missing


def _result(function: Callable[[], Any]) -> tuple[str, Exception | None]:
    try:
        return np.array2string(np.asarray(function()), separator=", "), None
    except Exception as error:  # any error is a result
        return "", error


def _body(text: str) -> tuple[list[str], int]:
    """Return the lines of a function below its docstring, and the first's number."""
    function: Any = ast.parse(textwrap.dedent(text)).body[0]
    first = function.body[1].lineno
    return text.splitlines()[first - 1 :], first
