"""The three lanes: equal numbers, real counts, and nothing that stays switched."""

import sys
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.framework import op_callbacks

from lenet.graphs import kernels
from lenet.graphs.lanes import programs
from lenet.graphs.lanes.record import record, record_all, recorded_run
from lenet.graphs.lanes.training import RATE
from lenet.graphs.nodes import nodes_of
from lenet.models import PARADIGMS
from lenet.results.graphs import EAGER, FUNCTION, LANE_NAMES, SESSION
from lenet.results.lanes import FORWARD, NODE, PROGRAM_NAMES, SMALL, TRAINING, VALUE
from lenet.settings import PARADIGM_NAMES

SEED = 3
CLOSE = {"rtol": 0, "atol": 1e-6}


def run(program, lane, paradigm="Subclassing"):
    """Run a driver plainly: nothing is recorded."""
    given = programs.arguments(program, paradigm, SEED)
    return programs.PROGRAMS[program].drivers[lane](*given)


@pytest.fixture(scope="module")
def recorded():
    """Record each program once, by program and lane."""
    return {
        program: {lane.name: lane for lane in record_all(program, "Subclassing", SEED)}
        for program in PROGRAM_NAMES
    }


def made(lane, name):
    """Return what the lane's lines made under a name, in their order."""
    return [one for step in lane.steps for one in step.made if one.name == name]


@pytest.mark.parametrize("lane", LANE_NAMES)
def test_the_small_computation_is_the_length_of_a_vector(lane):
    vectors = [3.0, 4.0], [6.0, 8.0]
    assert [float(x) for x in run(SMALL, lane)] == [*map(np.linalg.norm, vectors)]


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
@pytest.mark.parametrize("lane", LANE_NAMES)
def test_each_lane_computes_the_models_probabilities(paradigm, lane):
    model = PARADIGMS[paradigm](seed=SEED)
    *_, one, two = programs.arguments(FORWARD, paradigm, SEED)
    for images, (digits, probabilities) in zip(
        (one, two), run(FORWARD, lane, paradigm), strict=True
    ):
        expected = model.predict_on_batch(images)
        np.testing.assert_allclose(probabilities, expected, **CLOSE)
        assert int(digits[0]) == expected.argmax()


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
@pytest.mark.parametrize("lane", LANE_NAMES)
def test_each_lane_takes_the_same_step_down_the_gradient(paradigm, lane):
    model = PARADIGMS[paradigm](seed=SEED)
    *_, x, y = programs.arguments(TRAINING, paradigm, SEED)
    with tf.GradientTape() as tape:
        chosen = tf.gather(model(x), y, axis=1, batch_dims=1)
        loss = -tf.reduce_mean(tf.math.log(chosen))
    gradients = tape.gradient(loss, model.trainable_variables)
    losses, moved = run(TRAINING, lane, paradigm)
    assert float(losses[0]) == pytest.approx(float(loss), abs=1e-6)
    for before, gradient, after in zip(
        model.get_weights(), gradients, moved, strict=True
    ):
        np.testing.assert_allclose(after, before - RATE * gradient, **CLOSE)


def test_a_session_moves_no_weight_unless_the_updates_are_fetched():
    (first, second, third), _ = run(TRAINING, SESSION)
    assert first == second > third
    for lane in (EAGER, FUNCTION):
        (before, after), _ = run(TRAINING, lane)
        assert float(before) == pytest.approx(first, abs=1e-6)
        assert float(after) == pytest.approx(third, abs=1e-6)


@pytest.mark.parametrize("program", PROGRAM_NAMES)
def test_python_runs_the_body_once_for_a_graph_and_twice_eagerly(recorded, program):
    lanes = recorded[program].values()
    assert [lane.total.bodies for lane in lanes] == [1, 2, 1]


@pytest.mark.parametrize("program", PROGRAM_NAMES)
def test_only_a_session_needs_a_run_for_a_value(recorded, program):
    kinds = {
        name: {one.kind for one in made(lane, "return")}
        for name, lane in recorded[program].items()
    }
    assert kinds == {
        SESSION: {NODE, VALUE},  # of the body, of the driver
        EAGER: {VALUE},
        FUNCTION: {NODE, VALUE},
    }


def test_each_line_of_a_graph_has_made_its_nodes(recorded):
    lane = recorded[SMALL][SESSION]
    kinds = {}
    for each in lane.nodes:
        text = lane.text_of(lane.steps[each.step])
        kinds.setdefault(text.partition("(")[0], []).append(each.node.kind)
    assert kinds == {
        "x = tf.compat.v1.placeholder": ["Placeholder"],
        "squares = x * x": ["Mul"],
        "total = tf.reduce_sum": ["Const", "Sum"],
        "return tf.sqrt": ["Sqrt"],
    }
    assert recorded[SMALL][EAGER].nodes == ()


def test_the_nodes_are_those_of_the_functions_graph(recorded):
    *_, x, y = programs.arguments(TRAINING, "Subclassing", SEED)
    model = PARADIGMS["Subclassing"]()
    traced = tf.function(programs.PROGRAMS[TRAINING].body, autograph=False)
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    optimizer = tf.keras.optimizers.SGD(RATE)
    graph = traced.get_concrete_function(model, loss_fn, optimizer, x, y).graph
    seen = [each.node.kind for each in recorded[TRAINING][FUNCTION].nodes]
    assert Counter(seen) == Counter(node.kind for node in nodes_of(graph))


@pytest.mark.parametrize("program", PROGRAM_NAMES)
def test_the_stamps_are_in_order_and_within_their_lines(recorded, program):
    for lane in recorded[program].values():
        assert all(a.end <= b.end for a, b in pairwise(lane.steps))
        assert all(a.time <= b.time for a, b in pairwise(lane.nodes))
        assert all(a.start <= b.start for a, b in pairwise(lane.kernels))
        for each in lane.nodes:
            step = lane.steps[each.step]
            assert step.start <= each.time
        for ran in lane.kernels:
            step = lane.steps[ran.step]
            assert step.start <= ran.start <= step.end


def test_a_kernel_belongs_to_the_line_that_made_its_node(recorded):
    for name in (SESSION, FUNCTION):
        lane = recorded[SMALL][name]
        owners = [
            (lane.text_of(lane.steps[ran.owner]), lane.text_of(lane.steps[ran.step]))
            for ran in lane.kernels
            if ran.kind == "Sqrt"
        ]
        assert [owner for owner, _ in owners] == 2 * ["return tf.sqrt(total)"]
        assert [step.partition(" ")[0] for _, step in owners] == ["first", "second"]


def test_a_rewritten_node_is_the_one_that_the_line_made(recorded):
    # Grappler makes x * x a Square: "ArithmeticOptimizer/ReplaceMulWithSquare_mul".
    for name in (SESSION, FUNCTION):
        lane = recorded[SMALL][name]
        made = {each.node.name for each in lane.nodes if each.node.kind == "Mul"}
        ran = [run.node for run in lane.kernels if run.kind in ("Mul", "Square")]
        assert set(ran) == made
        assert len(ran) == 2


def test_an_eager_kernel_runs_within_its_own_line(recorded):
    lane = recorded[SMALL][EAGER]
    lines = [
        lane.text_of(lane.steps[ran.owner])
        for ran in lane.kernels
        if ran.kind in ("Mul", "Sum", "Sqrt")
    ]
    body = ["squares = x * x", "total = tf.reduce_sum(squares)"]
    assert lines == 2 * [*body, "return tf.sqrt(total)"]


def test_a_run_of_the_loss_alone_runs_fewer_kernels(recorded):
    lane = recorded[TRAINING][SESSION]
    updates = {}
    for index, step in enumerate(lane.steps):
        if step.made and step.made[0].name in ("first", "second", "third"):
            updates[step.made[0].name] = sum(
                ran.kind == "AssignSubVariableOp"
                for ran in lane.kernels
                if ran.step == index
            )
    assert updates == {"first": 0, "second": 10, "third": 0}


@pytest.mark.parametrize("program", [FORWARD, TRAINING])
def test_recording_changes_no_number(program):
    given = programs.arguments(program, "Functional", SEED)
    found = programs.PROGRAMS[program]
    for name, driver in found.drivers.items():
        _, results = recorded_run(name, found.body, driver, given)
        plain = tf.nest.flatten(driver(*given))
        for one, other in zip(tf.nest.flatten(results), plain, strict=True):
            np.testing.assert_allclose(one, other, **CLOSE)


@pytest.mark.parametrize("program", PROGRAM_NAMES)
def test_both_calls_of_a_traced_function_run_the_same_kernels(recorded, program):
    lane = recorded[program][FUNCTION]
    first, second = (
        Counter(
            ran.kind
            for ran in lane.kernels
            for step in [lane.steps[index]]
            if step.start <= ran.start <= step.end
        )
        for index in lane.calls.values()
    )
    assert first == second
    assert first


@pytest.mark.parametrize("program", PROGRAM_NAMES)
def test_no_kernel_only_passes_a_tensor_on(recorded, program):
    for lane in recorded[program].values():
        assert not kernels.PLUMBING & {ran.kind for ran in lane.kernels}


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_only_a_subclassed_model_has_a_call_to_step_into(paradigm):
    lane = record(FORWARD, EAGER, paradigm, SEED)
    assert ("call" in lane.sources) == (paradigm == "Subclassing")


def test_the_counters_grow_to_the_totals(recorded):
    for lane in recorded[TRAINING].values():
        counts = [lane.counts(index) for index in range(len(lane.steps) + 3)]
        for before, after in pairwise(counts):
            assert before.bodies <= after.bodies
            assert before.nodes <= after.nodes
            assert before.kernels <= after.kernels
        assert counts[-1] == lane.total
        assert (lane.total.nodes, lane.total.kernels) == (
            len(lane.nodes),
            len(lane.kernels),
        )


def broken():
    with tf.Graph().as_default():
        x = tf.compat.v1.placeholder(tf.float32, [2], name="x")
        raise ZeroDivisionError(x.name)


@pytest.mark.parametrize("lane", LANE_NAMES)
def test_nothing_stays_switched_after_an_error(lane):
    tracer = sys.gettrace()
    with pytest.raises(ZeroDivisionError):
        recorded_run(lane, programs.PROGRAMS[SMALL].body, broken, ())
    assert sys.gettrace() is tracer
    assert not op_callbacks.should_invoke_op_callbacks()
    assert tf.executing_eagerly()
    with kernels.recording() as ran:
        tf.constant(1.0) + 1.0
    assert ran


@pytest.mark.parametrize(
    ("program", "lane", "paradigm", "named"),
    [
        ("A large one", EAGER, "Sequential", "A large one"),
        (SMALL, "Graph", "Sequential", "Graph"),
        (FORWARD, EAGER, "Imperative", "Imperative"),
    ],
)
def test_a_name_that_does_not_exist_is_refused(program, lane, paradigm, named):
    with pytest.raises(ValueError, match=f"{named}.*can be one of"):
        record(program, lane, paradigm, SEED)
