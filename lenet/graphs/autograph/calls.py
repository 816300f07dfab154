"""Arguments and results of calls: tensors, Python numbers, and text."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.graphs.autograph import PYTHON_NUMBERS, TENSORS, VALUES, Numbers
from lenet.results.numbers import number
from lenet.settings import one_of


def arguments(numbers: Numbers, values: str = TENSORS) -> list[Any]:
    """Return numbers as they are, or as tensors: int32, or float32 with a dot.

    Raises ValueError for another kind of values.
    """
    one_of("values", values, VALUES)
    if values == PYTHON_NUMBERS:
        return list(numbers)
    return [tf.constant(each) for each in numbers]


def written(name: str, numbers: Iterable[object]) -> str:
    """Return a call as code: "power(2.0, 3)"."""
    return f"{name}({', '.join(map(str, numbers))})"


def text_of(result: object) -> str:
    """Return a result as text, whether it is a tensor or a Python object."""
    if result is None:
        return "None"
    value = np.asarray(result)
    if value.ndim:
        return np.array2string(value, separator=", ")
    return number(float(value))
