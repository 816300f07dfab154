"""What a line made, as text: a value, or a node that has none yet."""

from typing import Any

import numpy as np
import tensorflow as tf

from lenet.results.lanes import NODE, OBJECT, VALUE, Made

MOST_NUMBERS = 10  # of an array that is written in full
PRECISION = 4


def made(name: str, value: Any) -> Made:
    """Describe what a name stands for; a tensor without a value by its repr."""
    kind, text = _described(value)
    return Made(name, text, kind)


def _described(value: Any) -> tuple[str, str]:
    match value:
        case list() | tuple() if value:
            return _several(value)
        case tf.Tensor() if not hasattr(value, "numpy"):
            return NODE, repr(value)
        case tf.Operation():
            return NODE, f"<tf.Operation {value.name!r} type={value.type}>"
        case tf.Tensor() | np.ndarray() | np.generic() | float() | int():
            return VALUE, _numbers(np.asarray(value))
    return OBJECT, _object(value)


def _several(values: list[Any] | tuple[Any, ...]) -> tuple[str, str]:
    described = [_described(value) for value in values]
    kinds = {kind for kind, _ in described}
    kind = NODE if NODE in kinds else VALUE if VALUE in kinds else OBJECT
    if len(values) <= 3:
        return kind, "\n".join(text for _, text in described)
    what = {NODE: "tensors without a value", VALUE: "arrays"}.get(kind, "items")
    if all(isinstance(value, tf.Operation) for value in values):
        what = "operations that have not run"
    return kind, f"{len(values)} {what}, the first is\n{described[0][1]}"


def _numbers(array: np.ndarray) -> str:
    if array.size > MOST_NUMBERS:
        sizes = ", ".join(map(str, array.shape))
        return f"{array.dtype} of shape ({sizes}), mean {array.mean():.4g}"
    return np.array2string(array, precision=PRECISION, suppress_small=True)


def _object(value: Any) -> str:
    match value:
        case tf.keras.Model():
            return f"a model with {value.count_params():,} weights"
        case tf.keras.optimizers.Optimizer():
            return f"an optimizer: {type(value).__name__}"
        case tf.GradientTape():
            return f"a tape that watches {_watched(value)} variables"
        case tf.Graph():
            return f"a graph with {value.num_operations()} nodes"
        case tf.compat.v1.Session():
            return "a session: it can run the graph"
        case dict():
            return f"the values for {len(value)} placeholders"
    if hasattr(value, "experimental_get_tracing_count"):
        count = value.experimental_get_tracing_count()
        return f"a traced function, {count} graphs so far"
    return type(value).__name__


def _watched(tape: tf.GradientTape) -> int:
    return len(tape.watched_variables())
