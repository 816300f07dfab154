"""The profiler's record of kernels, against graphs whose kernels are known."""

import time

import pytest
import tensorflow as tf

from lenet.graphs import kernels
from lenet.graphs.nodes import nodes_of


def double_and_add(x):
    return tf.add(tf.multiply(x, 2.0, name="doubled"), 1.0, name="shifted")


def test_a_traced_function_runs_a_kernel_for_each_node():
    traced = tf.function(double_and_add)
    x = tf.constant([1.0, 2.0])
    traced(x)
    with kernels.recording() as ran:
        traced(x)
    # TensorFlow may fuse or fold others; these two depend on the argument.
    assert [kernel.node for kernel in ran if kernel.node] == ["doubled", "shifted"]
    assert [kernel.kind for kernel in ran if kernel.node] == ["Mul", "AddV2"]


def test_eager_operations_are_kernels_without_a_node():
    x = tf.constant([1.0, 2.0])
    with kernels.recording() as ran:
        double_and_add(x)
    kinds = [kernel.kind for kernel in ran]
    assert kinds.index("Mul") < kinds.index("AddV2")
    assert not any(kernel.node for kernel in ran)


def test_an_eager_kernel_is_shorter_than_its_whole_operation():
    """Oracle: the profiler's own event that is around the kernel's."""
    x = tf.constant([1.0, 2.0])
    whole = []
    read = kernels._events

    def events(space):
        for event in read(space):
            if event[2] == "EagerLocalExecute: Mul":
                whole.append(event)
            yield event

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "_events", events)
        with kernels.recording() as ran:
            tf.multiply(x, 2.0)
    (kernel,) = [kernel for kernel in ran if kernel.kind == "Mul"]
    assert 0 < kernel.nanoseconds < whole[0][1]


def test_a_session_runs_a_kernel_for_each_node():
    with tf.Graph().as_default() as graph:
        x = tf.compat.v1.placeholder(tf.float32, [2], name="x")
        y = double_and_add(x)
        with tf.compat.v1.Session(graph=graph) as session, kernels.recording() as ran:
            session.run(y, {x: [1.0, 2.0]})
    assert {"doubled", "shifted"} <= {kernel.node for kernel in ran}


def test_the_stamps_are_those_of_the_clock(monkeypatch):
    x = tf.constant([1.0, 2.0])
    lengths, compare = [], kernels._offset

    def offset(marks, stamps):
        lengths.extend(nanoseconds for _, nanoseconds, _ in marks)
        return compare(marks, stamps)

    monkeypatch.setattr(kernels, "_offset", offset)
    with kernels.recording() as ran:
        before = time.time_ns()
        tf.multiply(x, 3.0)
        after = time.time_ns()
    (kernel,) = [kernel for kernel in ran if kernel.kind == "Mul"]
    # The two clocks are compared as well as the shortest mark of them tells.
    assert before - min(lengths) <= kernel.start
    assert kernel.start + kernel.nanoseconds <= after + min(lengths)


def test_the_profiler_is_free_again_after_an_error():
    with pytest.raises(ZeroDivisionError), kernels.recording():
        raise ZeroDivisionError
    with kernels.recording() as ran:
        tf.multiply(tf.constant(1.0), 2.0)
    assert "Mul" in {kernel.kind for kernel in ran}


def test_nodes_tell_inputs_controls_and_shapes():
    with tf.Graph().as_default() as graph:
        x = tf.compat.v1.placeholder(tf.float32, [None, 3], name="x")
        with tf.name_scope("outer"), tf.control_dependencies([x]):
            tf.multiply(x, x, name="square")
        tf.no_op(name="nothing")
    found = {node.name: node for node in nodes_of(graph)}
    square = found["outer/square"]
    assert (square.kind, square.inputs) == ("Mul", ("x",))
    assert (square.shape, square.dtype) == ("(?, 3)", "float32")
    assert found["nothing"].shape == found["nothing"].dtype == ""
    assert found["x"].inputs == found["x"].controls == ()


def test_controls_are_in_one_order_in_every_process():
    with tf.Graph().as_default() as graph:
        waited_for = [tf.no_op(name=name) for name in "dacb"]
        tf.group(*waited_for, name="all")
    found = {node.name: node for node in nodes_of(graph)}
    assert found["all"].controls == ("a", "b", "c", "d")
