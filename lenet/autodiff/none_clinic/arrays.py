"""Arrays that came into TensorFlow, and the tensors they were computed from."""

from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from lenet.autodiff.none_clinic.observed import Observed, Place
from lenet.autodiff.none_clinic.statements import Statements
from lenet.autodiff.none_clinic.variables import is_equal

NO_VALUES = (tf.variant, tf.resource, tf.string)
Numbers = np.ndarray | np.generic | float | int


class Arrival(NamedTuple):
    """An array: its name, the line that made it, and what that line read."""

    name: str
    line: int
    origins: tuple[Any, ...]


def arrival(
    tensor: tf.Tensor, place: Place, seen: Observed, statements: Statements
) -> Arrival | None:
    """Return where an operation's input came from, None for a plain constant.

    A local name has the same numbers, or the line itself computes outside of
    TensorFlow: it turned a tensor into an array, or calls NumPy, maybe in a
    function of its own. NumPy reads a tensor's memory without any call that
    Python reports, so the line is read, and what such a function names.
    """
    if tensor.dtype in NO_VALUES:
        return None
    line = place.line
    for name in statements.read_at(line):
        value = place.names.get(name)
        if isinstance(value, Numbers) and is_equal(tensor, value):
            made = statements.set_at(name, line)
            return Arrival(name, made, _origins(made, place, seen, statements))
    is_plain = not tensor.dtype.is_floating or statements.has_number(
        line, tensor
    )
    if not is_plain and _leaves(line, place, seen, statements):
        return Arrival("array", line, _origins(line, place, seen, statements))
    return None


def made_of_array(
    name: str, place: Place, seen: Observed, statements: Statements
) -> Arrival | None:
    """Return where a named tensor came from that no operation made.

    None for a constant of the code.
    """
    line = statements.set_at(name, place.line)
    if line and _leaves(line, place, seen, statements):
        return Arrival(name, line, _origins(line, place, seen, statements))
    return None


def _leaves(
    line: int, place: Place, seen: Observed, statements: Statements
) -> bool:
    """Return whether a line computes outside of TensorFlow."""
    has_left = any(at == line for _, at in seen.left)
    is_called = line in seen.numpy_lines
    return has_left or is_called or statements.calls_numpy_at(line, place.names)


def _origins(
    line: int, place: Place, seen: Observed, statements: Statements
) -> tuple[Any, ...]:
    """Return what left TensorFlow at a line, and the values that it reads."""
    left = [tensor for tensor, at in seen.left if at == line]
    return (*left, *map(place.names.get, statements.read_at(line)))
