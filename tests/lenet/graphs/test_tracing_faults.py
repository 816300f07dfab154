"""Calls of a traced function that fail, and what they leave behind: nothing."""

import collections
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import tensorflow as tf
from tensorflow.core.function import trace_type
from tensorflow.python.framework import op_callbacks

from lenet.graphs.tracing import Call, call_sequence
from tests.deadlines import DEADLINE

Pair = collections.namedtuple("Pair", "first second")


ONES = tf.ones(2)


def test_a_call_that_raises_does_not_end_the_sequence():
    def halve(x):
        return 1 / x if isinstance(x, int) else tf.ones(3) + x

    calls = [(2,), (0,), (tf.ones(4),), (tf.ones(3),), ({1},), (), Call.of(y=1)]
    results = call_sequence(calls, func=halve)
    errors = [(seen.error or "").partition(":")[0] for seen in results]
    assert errors[0] == errors[3] == ""
    assert "ZeroDivisionError: division by zero" in results[1].error
    assert errors[2] == "ValueError"
    assert errors[4:] == 3 * ["TypeError"]
    assert [seen.body_runs for seen in results] == [1, 2, 3, 4, 4, 4, 4]
    assert [seen.tracing_count for seen in results] == [1, 1, 1, 2, 2, 2, 2]
    assert [seen.cause is not None for seen in results] == [
        seen.traced for seen in results
    ]


def test_a_graph_that_fails_when_it_runs_was_traced():
    def checked(x):
        tf.debugging.assert_positive(x)
        return x

    results = call_sequence([(-ONES,), (ONES,)], func=checked)
    assert results[0].traced
    assert results[0].error.startswith("InvalidArgumentError")
    assert not results[1].traced
    assert results[1].error is None


def switched(logger):
    filters, handlers = [*logger.filters], [*logger.handlers]
    return logger.level, filters, handlers, logger.propagate


def test_tensorflows_warning_is_kept_and_its_logger_restored(capfd):
    logger = tf.get_logger()
    before = switched(logger)
    results = call_sequence([(number,) for number in range(8)])
    assert switched(logger) == before
    warned = [index for index, seen in enumerate(results) if seen.warning]
    assert warned == [4, 5]  # after five traces, and at most twice
    assert "5 out of the last 5 calls to <function f>" in results[4].warning
    again = call_sequence([(number,) for number in range(8)])
    assert [seen.warning for seen in again] == [seen.warning for seen in results]
    assert "retracing" not in "".join(capfd.readouterr())


def test_arguments_that_cannot_be_written_do_not_end_the_sequence():
    class Mute:
        __slots__ = ()  # no weak references

        def __repr__(self):
            raise RuntimeError("mute")

    class Late:
        times = 0

        def __tf_tracing_type__(self, context):
            self.times += 1
            if self.times > 1:
                raise RuntimeError("late")
            return trace_type.from_value(1)

    mute = call_sequence([(1,), (Mute(),), (2,)])
    assert [seen.traced for seen in mute] == [True, True, True]
    assert mute[1].cause == (
        "New signature. Its arguments cannot be written: RuntimeError: mute"
    )
    late = call_sequence([(2,), (Late(),), (3,)])
    assert [seen.error is None for seen in late] == [True, False, True]


def test_threads_count_their_own_calls():
    together, logger = Barrier(8, timeout=DEADLINE), tf.get_logger()
    before = switched(logger)

    def count(_):
        together.wait()
        return call_sequence([(number,) for number in range(8)])

    with ThreadPoolExecutor(8) as threads:
        for results in threads.map(count, range(8)):
            for name in ("executions", "body_runs", "tracing_count", "graph"):
                assert [getattr(x, name) for x in results] == [*range(1, 9)]
            assert [bool(seen.warning) for seen in results] == [
                index in (4, 5) for index in range(8)
            ]
    assert switched(logger) == before
    assert not op_callbacks.should_invoke_op_callbacks()


def test_nobody_listens_to_operations_afterwards():
    call_sequence([(1,), ({1},)])
    assert not op_callbacks.should_invoke_op_callbacks()


@pytest.mark.parametrize(
    ("calls", "options", "message"),
    [
        (None, {}, "calls are of type NoneType"),
        (5, {}, "calls are of type int"),
        ([3], {}, "Call 0 is of type int"),
        ("no", {}, "Call 0 is of type str"),
        ([], {"fast": 1}, "no option fast"),
    ],
)
def test_what_is_no_call_or_option_is_refused(calls, options, message):
    with pytest.raises(ValueError, match=message):
        call_sequence(calls, **options)
