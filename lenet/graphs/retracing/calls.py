"""The calls that a learner chooses from, by name.

A page sends names, never code. The text that it shows is read from this file,
so it is the code that runs.
"""

import ast
import functools
import inspect
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.digits import load
from lenet.graphs.tracing import Call

Written = Callable[[Callable[..., Call]], Call]


class Rate:
    """A Python object that is equal only to itself."""


@functools.cache
def digits() -> np.ndarray:
    """Return the test images of the sample, (1000, 32, 32, 1) float32."""
    return load("sample", limit=1).test_images


rate = Rate()
CALLS: dict[str, Written] = {
    "pair": lambda f: f(tf.constant([1.0, 2.0])),
    "other_pair": lambda f: f(tf.constant([3.0, 4.0])),
    "three": lambda f: f(tf.constant([1.0, 2.0, 3.0])),
    "four": lambda f: f(tf.constant([1.0, 2.0, 3.0, 4.0])),
    "matrix": lambda f: f(tf.ones((2, 2))),
    "integers": lambda f: f(tf.constant([1, 2])),
    "cast": lambda f: f(tf.cast([1, 2], tf.float32)),
    "keyword": lambda f: f(x=tf.constant([1.0, 2.0])),
    "variable": lambda f: f(tf.Variable([1.0, 2.0])),
    "read": lambda f: f(tf.convert_to_tensor(tf.Variable([1.0, 2.0]))),
    "n0": lambda f: f(0),
    "n1": lambda f: f(1),
    "n2": lambda f: f(2),
    "n3": lambda f: f(3),
    "n4": lambda f: f(4),
    "keyword_n2": lambda f: f(x=2),
    "half": lambda f: f(0.5),
    "float1": lambda f: f(1.0),
    "true": lambda f: f(True),
    "text": lambda f: f("adam"),
    "none": lambda f: f(None),
    "t0": lambda f: f(tf.constant(0)),
    "t1": lambda f: f(tf.constant(1)),
    "t2": lambda f: f(tf.constant(2)),
    "t3": lambda f: f(tf.constant(3)),
    "t4": lambda f: f(tf.constant(4)),
    "keyword_t2": lambda f: f(x=tf.constant(2)),
    "t_half": lambda f: f(tf.constant(0.5)),
    "t_float1": lambda f: f(tf.constant(1.0)),
    "t_true": lambda f: f(tf.constant(True)),
    "t_text": lambda f: f(tf.constant("adam")),
    "list1": lambda f: f([1.0]),
    "list2": lambda f: f([1.0, 2.0]),
    "list3": lambda f: f([1.0, 2.0, 3.0]),
    "list_other": lambda f: f([3.0, 4.0]),
    "one": lambda f: f(tf.constant([1.0])),
    "array32": lambda f: f(np.array([1.0, 2.0], np.float32)),
    "array64": lambda f: f(np.array([1.0, 2.0])),
    "new_object": lambda f: f(Rate()),
    "same_object": lambda f: f(rate),
    "batch1": lambda lenet: lenet(digits()[0:64]),
    "batch2": lambda lenet: lenet(digits()[64:128]),
    "batch_last": lambda lenet: lenet(digits()[128:172]),
    "single": lambda lenet: lenet(digits()[0:1]),
}


def call(name: str) -> Call:
    """Return the arguments of a call. Raises ValueError for another name."""
    if name not in CALLS:
        raise ValueError(
            f"There is no call {name!r}. The calls are {', '.join(CALLS)}."
        )
    return CALLS[name](Call.of)


@functools.cache
def texts() -> dict[str, str]:
    """Return the code of each call, as this file has it: "f(2)"."""
    tree = ast.parse(inspect.getsource(sys.modules[__name__]))
    table: Any = next(
        node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign)
        and ast.unparse(node.target) == "CALLS"
    )
    return {
        key.value: ast.unparse(value.body)
        for key, value in zip(table.keys, table.values, strict=True)
    }
