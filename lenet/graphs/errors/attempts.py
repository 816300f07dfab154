"""Run a program with a fault, or its fixed version, and record how it ended."""

import traceback

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
from lenet.snippets.differing import differing
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
