"""Run a program with a fault, or its fixed version, and record how it ended."""

import ast
import difflib
import textwrap
import traceback
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.graphs.errors import FAULTS
from lenet.results.session_errors import (
    BUILDING,
    CHECK,
    KERNEL,
    NOWHERE,
    Attempt,
)
from lenet.settings import one_of
from lenet.snippets.attempt import attempt
from lenet.snippets.messages import raised_at, read
from lenet.source import resolve, source


def run_fault(fault: str, *, fixed: bool = False) -> Attempt:
    """Run the program with a fault, or the fixed one, in a Session.

    An error is a part of the result. Raises ValueError for a name that is none
    of FAULTS.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session
    """
    one_of("fault", fault, tuple(FAULTS))
    names = FAULTS[fault].code, FAULTS[fault].right
    name, other = reversed(names) if fixed else names
    function, shown = resolve(name), source(name)
    result, error = attempt(function)
    changed, missing = differing(shown.text, source(other).text)
    return Attempt(
        source=shown,
        phase=phase_of(error),
        raised=raised_at(error, function),
        message=read(error, shown) if error else None,
        returned="" if error else str(np.asarray(result).tolist()),
        changed=changed,
        missing=missing,
    )


def phase_of(error: BaseException | None) -> str:
    """Return where a program failed: outside of `session.run`, or where in it.

    In it, Python code checks fetches and feeds, and raises Python's errors. An
    OpError is how the runtime reports that an operation failed.

    https://www.tensorflow.org/api_docs/python/tf/errors/OpError
    """
    if error is None:
        return NOWHERE
    run = tf.compat.v1.Session.run.__code__
    frames = traceback.walk_tb(error.__traceback__)
    if run not in [frame.f_code for frame, _ in frames]:
        return BUILDING
    return KERNEL if isinstance(error, tf.errors.OpError) else CHECK


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


def _body(text: str) -> tuple[list[str], int]:
    """Return a function's lines below its docstring, and the first's number."""
    function: Any = ast.parse(textwrap.dedent(text)).body[0]
    first = function.body[1].lineno
    return text.splitlines()[first - 1 :], first
