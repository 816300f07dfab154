"""Calls of a traced function: real counts, and the cause known by construction."""

import collections
import enum
import re
from fractions import Fraction
from pathlib import PurePosixPath

import numpy as np
import pytest
import tensorflow as tf

from lenet.graphs.tracing import Call, call_sequence

Pair = collections.namedtuple("Pair", "first second")


class Rate:
    pass


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Alike:
    def __repr__(self):
        return "Alike()"


class Point(tf.experimental.ExtensionType):
    where: tf.Tensor
    weight: int


class Equal:
    """An object that equals all others of its class."""

    def __eq__(self, other):
        return isinstance(other, Equal)

    def __hash__(self):
        return 1


def abs_of(x):
    return abs(x)


RATE = Rate()
ONES, TWOS = tf.ones(2), tf.fill([2], 2.0)
FIRST, SECOND = tf.Variable([1.0]), tf.Variable([2.0])
# Of each kind: the calls before, the last call, and what is new in the last one.
TRACED = {
    "first": ([], (2,), "First call"),
    "number": ([(1,), (2,)], (3,), "New Python value: x is 3, not 2"),
    "bool": ([(2,)], (True,), "New Python value, of another type: x is True"),
    "text": ([("a",)], ("b",), "New Python value: x is 'b', not 'a'"),
    "none": ([(ONES,)], (None,), "New kind of argument: x is None, not a tensor"),
    "nan": ([(1.5,)], (float("nan"),), "New Python value: x is nan, not 1.5"),
    "shape": ([(ONES,)], (tf.ones(3),), "New shape: x has (3,), not (2,)"),
    "rank": ([(ONES,)], (tf.ones((2, 2)),), "New shape: x has (2, 2), not (2,)"),
    "scalar": ([(ONES,)], (tf.constant(1.0),), "New shape: x has (), not (2,)"),
    "dtype": ([(ONES,)], (tf.ones(2, tf.int32),), "New dtype: x is int32, not float32"),
    "array": ([(ONES,)], (np.ones(2),), "New dtype: x is float64, not float32"),
    "to number": ([(ONES,)], (2,), "New kind of argument: x is 2 (a Python int), not"),
    "to list": ([(ONES,)], ([1.0, 1.0],), "New kind of argument: x is a Python list"),
    "list length": ([([1, 2],)], ([1, 2, 3],), "New list length: x has 3 items, not 2"),
    "list values": ([([1, 2],)], ([1, 4],), "New Python value: x[1] is 4, not 2"),
    "tuple": ([([1, 2],)], ((1, 2),), "New kind of argument: x is a Python tuple"),
    "key": ([({"a": 1},)], ({"b": 1},), "New keys: x has 'b', not 'a'"),
    "nested": (
        [({"a": [ONES, 1]},)],
        ({"a": [tf.ones(3), 1]},),
        "New shape: x['a'][0] has (3,), not (2,)",
    ),
    "named tuple": ([(Pair(1, 2),)], (Pair(1, 3),), "New Python value: x.second is 3"),
    "object": ([(RATE,)], (Rate(),), "New Python object: x is another Rate"),
    "plain object": ([(object(),)], (object(),), "New Python object: x is another"),
    "frozen set": (
        [(frozenset({1}),)],
        (frozenset({2}),),
        "New Python value: x is frozenset({2}), not frozenset({1})",
    ),
    "dtype itself": (
        [(tf.int32,)],
        (tf.int64,),
        "New Python value: x is tf.int64, not tf.int32",
    ),
    "shape itself": (
        [(tf.TensorShape([2]),)],
        (tf.TensorShape([3]),),
        "New Python value: x is TensorShape([3]), not TensorShape([2])",
    ),
    "fraction": (
        [(Fraction(1, 2),)],
        (Fraction(1, 3),),
        "New Python value: x is Fraction(1, 3), not Fraction(1, 2)",
    ),
    "enum": (
        [(Colour.RED,)],
        (Colour.BLUE,),
        "New Python value: x is <Colour.BLUE: 2>, not <Colour.RED: 1>",
    ),
    "path": (
        [(PurePosixPath("a"),)],
        (PurePosixPath("b"),),
        "New Python value: x is PurePosixPath('b'), not",
    ),
    "long text": (
        [(1_000 * "a" + "b",)],
        (1_000 * "a" + "c",),
        f"New Python value: x is …{20 * 'a'}c', not …{20 * 'a'}b'.",
    ),
    "one key or another": (
        [({1: ONES},)],
        ({"1": ONES},),
        "New keys: x has '1', not 1",
    ),
    "written alike": (
        [(Alike(),)],
        (Alike(),),
        "New Python object: x is another Alike. TensorFlow compares",
    ),
    "tensor array": (
        [(tf.TensorArray(tf.float32, 2),)],
        (tf.TensorArray(tf.int32, 2),),
        "New Python object: x is another TensorArray",
    ),
    "dataset": (
        [(tf.data.Dataset.range(2),)],
        (tf.data.Dataset.range(2, output_type=tf.int32),),
        "New dtype: x.element_spec is int32, not int64",
    ),
    "iterator": (
        [(iter(tf.data.Dataset.range(2)),)],
        (iter(tf.data.Dataset.range(2, output_type=tf.int32)),),
        "New dtype: x.element_spec is int32, not int64",
    ),
    "extension type": (
        [(Point(ONES, 1),)],
        (Point(tf.ones(3), 1),),
        "New shape: x.where has (3,), not (2,)",
    ),
    "extension value": (
        [(Point(ONES, 1),)],
        (Point(ONES, 2),),
        "New Python value: x.weight is 2, not 1",
    ),
    "indexed": (
        [(ONES,)],
        (tf.IndexedSlices(tf.ones([1, 2]), tf.constant([0])),),
        "New kind of argument: x is an IndexedSlices, not a tensor",
    ),
    "a lambda": ([(abs_of,)], (lambda: 0,), "New Python object: x is another function"),
    "function": ([(min,)], (lambda: 0,), "New kind of argument: x is a Python object"),
    "variable": ([(ONES,)], (FIRST,), "New kind of argument: x is a variable, not"),
    "variables": (
        [([FIRST, FIRST],)],
        ([FIRST, SECOND],),
        "New pattern of variables",
    ),
    "ragged": (
        [(tf.ragged.constant([[1], [2, 3]]),)],
        (tf.ragged.constant([[1], [2], [3]]),),
        "New shape: x has (3, None), not (2, None)",
    ),
    "sparse": (
        [(tf.sparse.from_dense([[1, 0]]),)],
        (tf.sparse.from_dense([[1, 0, 0]]),),
        "New shape: x has (1, 3), not (1, 2)",
    ),
}
# The calls before, and a last one that has a graph.
REUSED = {
    "tensor": ([(ONES,)], (TWOS,)),
    "number": ([(1,), (2,)], (1,)),
    "equal numbers": ([(1,)], (1.0,)),
    "true": ([(1,)], (True,)),
    "nan": ([(float("nan"),)], (float("nan"),)),
    "keyword": ([(2,)], Call.of(x=2)),
    "positional": ([Call.of(x=ONES)], (TWOS,)),
    "array": ([(ONES,)], (np.ones(2, np.float32),)),
    "array scalar": ([(tf.constant(1.0),)], (np.float32(2),)),
    "list": ([([1, ONES],)], ([1, TWOS],)),
    "object": ([(RATE,)], (RATE,)),
    "equal object": ([(Equal(),)], (Equal(),)),
    "variable": ([(FIRST,)], (SECOND,)),
    "variables": ([([FIRST, FIRST],)], ([SECOND, SECOND],)),
}


class Counted:
    """Count by itself how often Python runs it, and how often a graph does."""

    def __init__(self):
        self.runs = 0
        self.executions = tf.Variable(0)

    def __call__(self, x):
        self.runs += 1
        self.executions.assign_add(1)
        return tf.constant(0)


def oracle(calls):
    """Count the graphs of the calls with nothing of this project in between."""
    counted = tf.function(lambda x: tf.constant(0))
    for call in calls:
        counted(*call)
    return counted.experimental_get_tracing_count()


@pytest.mark.parametrize("name", TRACED)
def test_a_traced_call_names_what_is_new(name):
    before, last, cause = TRACED[name]
    counted = Counted()
    *others, seen = call_sequence([*before, last], func=counted)
    assert seen.traced
    assert seen.body_runs == counted.runs == len(before) + 1
    assert seen.executions == int(counted.executions) == len(before) + 1
    assert [each.executions for each in others] == [*range(1, len(before) + 1)]
    assert seen.tracing_count == oracle([*before, last])
    assert seen.cause.startswith(cause), seen.cause
    assert seen.error is None


@pytest.mark.parametrize("name", REUSED)
def test_a_call_with_a_graph_is_not_traced_again(name):
    before, last = REUSED[name]
    counted = Counted()
    *others, seen = call_sequence([*before, last], func=counted)
    assert counted.runs == len(before)
    assert (seen.traced, seen.cause, seen.error) == (False, None, None)
    assert seen.tracing_count == others[-1].tracing_count == len(before)
    assert seen.executions == int(counted.executions) == len(before) + 1
    assert seen.body_runs == len(before)


def test_twelve_calls_of_one_function_are_explained_one_by_one():
    script = [
        ((ONES,), "First"),
        ((TWOS,), None),
        ((tf.ones(3),), "New shape"),
        ((tf.ones(3, tf.int32),), "New dtype"),
        ((2,), "New kind"),
        ((3,), "New Python value"),
        ((2,), None),
        (([1.0, 2.0],), "New kind"),
        (([1.0, 2.0, 3.0],), "New list length"),
        (([1.0, 5.0],), "New Python value: x[1]"),
        (Call.of(x=ONES), None),
        ((RATE,), "New kind"),
    ]
    results = call_sequence(call for call, _ in script)
    for seen, (_, cause) in zip(results, script, strict=True):
        assert seen.traced == (cause is not None)
        assert seen.cause is cause or seen.cause.startswith(cause)
    assert [seen.executions for seen in results] == list(range(1, 13))
    assert [seen.graph for seen in results] == [1, 1, 2, 3, 4, 5, 4, 6, 7, 8, 1, 9]


def test_the_nearest_signature_has_the_fewest_differences():
    calls = [(tf.ones(3, tf.int32),), (2,), (tf.ones((4, 4)),), (tf.ones(3),)]
    seen = call_sequence(calls)[-1]
    # The first differs in the dtype only, and so does the third in the shape: the
    # latest of both is taken.
    assert [(each.what, each.new, each.old) for each in seen.differences] == [
        ("shape", "(3,)", "(4, 4)")
    ]
    assert "shape=(4, 4)" in seen.nearest
    assert "shape=(3,)" in seen.signature


def test_reduce_retracing_makes_the_next_graph_more_general():
    calls = [(tf.ones(size),) for size in (2, 3, 4, 5)]
    first, second, *rest = call_sequence(calls, reduce_retracing=True)
    assert first.generalised == ""
    assert "shape=(None,)" in second.generalised
    assert second.cause == "New shape: x has (3,), not (2,)."
    assert not any(seen.traced for seen in rest)
    changed = call_sequence([*calls, (tf.ones((2, 2)),)], reduce_retracing=True)[-1]
    assert changed.cause == "New shape: x has (2, 2), not (None,)."


def test_an_input_signature_has_one_graph_and_refuses_what_does_not_fit():
    calls = [(tf.ones(2),), (2,), (tf.ones(3),), ([1, 2],), (tf.ones(2, tf.int32),)]
    spec = tf.TensorSpec([None], tf.float32)
    results = call_sequence(calls, input_signature=[spec])
    assert [seen.traced for seen in results] == [True] + 4 * [False]
    assert [seen.error is None for seen in results] == [True, False, True, True, False]
    assert results[1].error.startswith("TypeError: Binding inputs")
    assert [seen.executions for seen in results] == [1, 1, 2, 3, 3]
    assert [seen.graph for seen in results] == [1, None, 1, 1, None]


def test_several_arguments_are_told_apart():
    def add(x, y=1, **more):
        return tf.constant(x + y)

    calls = [(1,), (1, 1), Call.of(1, y=5), Call.of(1, z=3)]
    results = call_sequence(calls, func=add)
    assert [seen.traced for seen in results] == [True, False, True, True]
    assert results[2].cause.startswith("New Python value: y is 5, not 1")
    assert results[3].cause.startswith("New set of arguments: z is given")


def test_a_new_object_is_numbered_and_not_addressed():
    *_, seen = call_sequence([(RATE,), (Rate(),)])
    assert "#1" in seen.nearest
    assert "#2" in seen.signature
    assert not re.search("0x[0-9a-f]{6}", seen.signature + seen.nearest + seen.cause)


def test_an_argument_that_the_body_changes_is_compared_as_it_was():
    items = [1]

    def grow(x):
        items.append(0)
        return tf.constant(0)

    _, second, third = call_sequence(3 * [(items,)], func=grow)
    assert second.cause.startswith("New list length: x has 2 items, not 1.")
    assert third.cause.startswith("New list length: x has 3 items, not 2.")


def test_a_graph_under_a_tape_is_counted():
    weight = tf.Variable(2.0)
    with tf.GradientTape():
        results = call_sequence(3 * [(ONES,)], func=lambda x: weight * x)
    assert [seen.executions for seen in results] == [1, 2, 3]
    assert [seen.graph for seen in results] == [1, 1, 1]
