"""What AutoGraph cannot convert: the error, the lines that it names, the fix."""

import inspect
import re

import pytest
import tensorflow as tf

from lenet.graphs.autograph import REFUSED, refused
from lenet.graphs.autograph.refusing import refuse

FAULTS = {
    "one_side": ("ValueError", "'sign' must also be initialized", ["if x > 0:"]),
    "no_return": ("ValueError", "must also have a return", ["if x > 0:"]),
    "dtypes": ("TypeError", "int32 in the main branch, but .* float32", ["if x > 0:"]),
    "shapes": (
        "ValueError",
        r"shape \(1,\) before the loop, but shape \(2,\)",
        ["while tf.size(row) < n:"],
    ),
    "appends": (
        "InaccessibleTensorError",
        "out of scope",
        [
            "return tf.stack(squares)",
            "for number in tf.range(n):",
            "squares.append(number * number)",
        ],
    ),
    "returns_early": (
        "NotImplementedError",
        "return statement cannot be placed inside this TensorFlow loop",
        ["for number in tf.range(100):"],
    ),
    "from_text": (
        "OperatorNotAllowedInGraphError",
        "symbolic `tf.Tensor` as a Python `bool`",
        ["return function(x)"],
    ),
    "left_alone": (
        "OperatorNotAllowedInGraphError",
        "symbolic `tf.Tensor` as a Python `bool`",
        ["if x > 0:"],
    ),
}
RETURNED = {
    "one_side": "1",
    "no_return": "3",
    "dtypes": "1",
    "shapes": "[0., 0., 0., 0., 0., 0., 0., 0.]",
    "appends": "[0, 1, 4, 9]",
    "returns_early": "6",
    "from_text": "3",
    "left_alone": "3",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_graph_refuses_what_eager_execution_runs(name):
    kind, words, named = FAULTS[name]
    found = refuse(name)
    assert found.message.kind == kind
    lines = [line.strip() for line in found.source.text.splitlines()]
    assert [lines[line - 1] for line in found.lines] == named
    assert found.eager == RETURNED[name]
    assert re.search(words, found.message.said)


@pytest.mark.parametrize("name", REFUSED)
def test_the_fix_runs_in_a_graph(name):
    found = refuse(name)
    assert found.returned == RETURNED[name]
    function = getattr(refused, f"{name}_fixed")
    assert found.fixed.text == inspect.getsource(function)


@pytest.mark.parametrize(
    ("fixed", "given", "right"),
    [
        (refused.one_side_fixed, -3, 0),
        (refused.no_return_fixed, -3, 0),
        (refused.dtypes_fixed, -3, 0.5),
        (refused.returns_early_fixed, 10**6, -1),
        (refused.left_alone_fixed, 7, 7),
        (refused.from_text_fixed, 7, 7),
    ],
)
def test_a_fix_runs_with_the_other_value_too(fixed, given, right):
    assert float(tf.function(fixed)(tf.constant(given))) == right
