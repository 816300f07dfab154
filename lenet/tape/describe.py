"""What the names in a running function stand for, in words and numbers."""

from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from lenet.results.recording import Value
from lenet.results.summary import Summary, summarise

# What is told of these changes while they live.
CHANGING = (list, tf.GradientTape, tf.Variable)


class Known(NamedTuple):
    """What is told of a value, kept with it so that no other gets its id."""

    value: Any
    text: str
    summary: Summary | None


class Values:
    """Describes values, each of them once as long as it cannot change."""

    def __init__(self) -> None:
        self._known: dict[int, Known] = {}  # by the value's id

    def of(self, names: dict[str, Any], made: set[str]) -> tuple[Value, ...]:
        """Describe what `names` stand for, of which a line has `made` some."""
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
        """Summarise a tensor, if there is one."""
        return None if tensor is None else self._describe(tensor).summary

    def _describe(self, value: Any) -> Known:
        known = self._known.get(id(value))
        if known is None:
            known = Known(value, describe(value), _summary(value))
            if not isinstance(value, CHANGING):
                self._known[id(value)] = known
        return known


def describe(value: Any) -> str:
    """Describe in a few words a value that has no numbers to summarise."""
    match value:
        case tf.keras.Model():
            return f"{value.count_params():,} weights"
        case tf.GradientTape():
            return f"watches {len(value.watched_variables())} variables"
        case tf.keras.optimizers.Optimizer():
            return f"learning rate {float(value.learning_rate):.6g}"
        case list() | tuple():
            missing = sum(item is None for item in value)
            return f"{len(value)} items, {missing} of them None"
        case None | bool() | int() | float() | str():
            return repr(value)
    return ""


def looked_into(tensor: tf.Tensor) -> np.ndarray:
    """Look into a tensor's memory, without the copy that numpy() makes.

    The array is only there to be read, and holds on to the tensor.
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
