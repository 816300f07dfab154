"""Describe the values in a running function, in words and numbers."""

from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from lenet.results.numbers import decimal
from lenet.results.recording import Value
from lenet.results.summary import Summary, summarise

# The description of these can change while they exist.
CHANGING = (list, tf.GradientTape, tf.Variable)


class Known(NamedTuple):
    """A value and its description; it is kept so that its id stays its own."""

    value: Any
    text: str
    summary: Summary | None


class Values:
    """Describes values; a value that cannot change is described once."""

    def __init__(self) -> None:
        self._known: dict[int, Known] = {}  # by the value's id

    def of(self, names: dict[str, Any], made: set[str]) -> tuple[Value, ...]:
        """Describe the values of `names`; a line has just assigned `made`."""
        return tuple(
            Value(
                name,
                type(value).__name__,
                known.text,
                known.summary,
                name in made,
            )
            for name, value in names.items()
            for known in [self._describe(value)]
        )

    def summary(self, tensor: tf.Tensor | None) -> Summary | None:
        """Return the summary of a tensor, None without one."""
        return None if tensor is None else self._describe(tensor).summary

    def _describe(self, value: Any) -> Known:
        known = self._known.get(id(value))
        if known is None:
            known = Known(value, describe(value), _summary(value))
            if not isinstance(value, CHANGING):
                self._known[id(value)] = known
        return known


def describe(value: Any) -> str:
    """Return a few words for a value that has no numbers to summarise."""
    match value:
        case tf.keras.Model():
            return f"{value.count_params():,} weights"
        case tf.GradientTape():
            return f"watches {len(value.watched_variables())} variables"
        case tf.keras.optimizers.Optimizer():
            return f"learning rate {decimal(float(value.learning_rate))}"
        case list() | tuple():
            missing = sum(item is None for item in value)
            return f"{len(value)} items, {missing} of them None"
        case None | bool() | int() | float() | str():
            return repr(value)
    return ""


def looked_into(tensor: tf.Tensor) -> np.ndarray:
    """Return a tensor's memory as an array, without the copy of numpy().

    The array is read-only and keeps the tensor alive.
    """
    return np.asarray(memoryview(tensor))


def _summary(value: Any) -> Summary | None:
    if isinstance(value, tf.Tensor):
        value = looked_into(value)
    elif isinstance(value, tf.Variable):
        value = value.numpy()
    if not isinstance(value, np.ndarray | np.generic):
        return None
    array = np.asarray(value)
    is_numbers = array.size and array.dtype.kind in "fiub"
    return summarise(array) if is_numbers else None
