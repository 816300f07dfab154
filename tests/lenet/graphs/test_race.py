"""The race: equal arithmetic in all lanes, real times, and shares of kernels."""

import time
from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf

from lenet.digits import load
from lenet.graphs import kernels
from lenet.graphs.notebooks.race import main
from lenet.graphs.race import measure
from lenet.graphs.race.field import MAKERS
from lenet.graphs.race.measure import race, sweep
from lenet.graphs.race.time_split import computes, kernel_share
from lenet.models import BUILDS, PARADIGMS
from lenet.results.graphs import Kernel
from lenet.results.race import LANES, SWEPT_SIZES, LaneTimes, Race, RaceSettings
from lenet.settings import PARADIGM_NAMES
from lenet.training import train

QUICK = RaceSettings(batch_size=8, repeats=2)


@pytest.fixture(autouse=True)
def short_turns(monkeypatch):
    monkeypatch.setattr(measure, "TURN_SECONDS", 0.01)
    monkeypatch.setattr(measure, "SWEEP_SECONDS", 0.01)


@pytest.fixture(scope="module")
def digits():
    sample = load("sample", limit=24)
    return sample.train_images, sample.train_labels.astype(np.int64)


def lanes(kind, paradigm="Subclassing"):
    weights = PARADIGMS[paradigm](seed=3).get_weights()
    return {
        name: make(BUILDS[paradigm], weights) for name, make in MAKERS[kind].items()
    }


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_all_lanes_train_the_same_weights(paradigm, digits):
    """Oracle: three steps of gradient descent, written here."""
    model = PARADIGMS[paradigm](seed=3)
    for first in (0, 8, 16):
        with tf.GradientTape() as tape:
            found = model(digits[0][first : first + 8])
            right = tf.one_hot(digits[1][first : first + 8], 10)
            loss = -tf.reduce_mean(tf.reduce_sum(right * tf.math.log(found), axis=1))
        gradients = tape.gradient(loss, model.trainable_variables)
        for variable, gradient in zip(
            model.trainable_variables, gradients, strict=True
        ):
            variable.assign_sub(0.01 * gradient)
    expected = model.get_weights()
    moved = PARADIGMS[paradigm](seed=3).get_weights()
    assert max(map(farthest, expected, moved)) > 1e-4
    for name, lane in lanes("train", paradigm).items():
        lane.run(*digits, 8)
        assert max(map(farthest, lane.weights(), expected)) < 1e-5, name


def farthest(one, other):
    return np.abs(one - other).max()


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_all_lanes_predict_the_same_probabilities(paradigm, digits):
    expected = PARADIGMS[paradigm](seed=3).predict(digits[0], verbose=0)
    for name, lane in lanes("predict", paradigm).items():
        found = lane.run(*digits, 10)  # the last batch is smaller
        np.testing.assert_allclose(found, expected, atol=1e-6, err_msg=name)


@pytest.mark.parametrize("kind", LANES)
def test_all_lanes_report_and_the_race_grows(kind):
    reports = []
    begun = time.perf_counter()
    ended = race(replace(QUICK, kind=kind), reports.append)
    took = time.perf_counter() - begun
    assert tuple(lane.name for lane in ended.lanes) == LANES[kind]
    assert ended.is_complete
    for lane in ended.lanes:
        assert lane.images == ended.steps * 8
        assert len(lane.seconds) == ended.repeats == 2
        assert min(lane.seconds) > 0
        assert len(lane.kernel_shares) == measure.SHARE_TURNS
        assert all(0 < share < 1 for share in lane.kernel_shares)
        assert lane.kernel_seconds + lane.other_seconds == pytest.approx(
            lane.seconds_per_image
        )
    measured = sum(lane.first_seconds + sum(lane.seconds) for lane in ended.lanes)
    assert 0 < measured < took
    shares = [report.share for report in reports]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1] < 1) == (0, True)
    partial = [report.partial.repeats for report in reports if report.partial]
    assert partial == sorted(partial)
    assert set(partial) == {1, 2}


def test_a_sweep_races_at_each_batch_size():
    reports = []
    found = sweep(RaceSettings(kind="predict"), reports.append)
    assert tuple(one.settings.batch_size for one in found) == SWEPT_SIZES
    assert all(one.is_complete for one in found)
    sizes = [len(report.partial) for report in reports if report.partial]
    assert sizes == sorted(sizes)
    assert sizes[-1] == len(SWEPT_SIZES)
    shares = [report.share for report in reports]
    assert shares == sorted(shares)
    assert shares[-1] < 1


def test_the_profiler_and_eager_execution_are_as_before():
    race(replace(QUICK, kind="predict", repeats=1))
    assert tf.executing_eagerly()
    assert not tf.config.functions_run_eagerly()
    with kernels.recording() as ran:
        tf.multiply(tf.constant(1.0), 2.0)
    assert "Mul" in {kernel.kind for kernel in ran}


def test_a_race_leaves_a_training_as_it_was():
    digits = load("sample", limit=16)
    before = train(PARADIGMS["Sequential"](), digits, epochs=1, batch_size=8)
    race(replace(QUICK, paradigm="Sequential", repeats=1))
    after = train(PARADIGMS["Sequential"](), digits, epochs=1, batch_size=8)
    assert all(map(np.array_equal, before.weights, after.weights))


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("kind", "sing", "kind is 'sing'; it can be one of 'train', 'predict'"),
        ("paradigm", "Lambda", "paradigm is 'Lambda'"),
        ("seed", -1, "seed is -1; it can be 0 to"),
        ("batch_size", 0, "batch_size is 0; it can be 1 to 1024"),
        ("batch_size", 1025, "batch_size is 1025; it can be 1 to 1024"),
        ("repeats", 0, "repeats is 0; it can be 1 to 50"),
    ],
)
def test_a_setting_that_cannot_be_used_says_why(setting, value, words):
    with pytest.raises(ValueError, match=words):
        RaceSettings(**{setting: value})


def kernel(start, nanoseconds, kind="MatMul"):
    return Kernel("", kind, start, nanoseconds)


@pytest.mark.parametrize(
    ("ran", "share"),
    [
        ([], 0.0),
        ([kernel(100, 50)], 0.5),
        ([kernel(100, 50), kernel(100, 50), kernel(120, 30)], 0.5),
        ([kernel(100, 20), kernel(110, 20), kernel(180, 10)], 0.4),
        ([kernel(50, 60), kernel(190, 60)], 0.2),
        ([kernel(0, 90), kernel(300, 5)], 0.0),
        ([kernel(100, 100, "StatefulPartitionedCall"), kernel(150, 10)], 0.1),
        ([kernel(100, 100, "IteratorGetNext"), kernel(100, 9, "While")], 0.0),
    ],
)
def test_kernels_at_the_same_time_count_once(ran, share):
    """The time is from 100 to 200; each list is computed by hand."""
    assert kernel_share(ran, 100, 200) == pytest.approx(share)


def test_what_calls_or_waits_is_no_kernel_of_the_share():
    assert computes("_MklNativeFusedConv2D")
    assert computes("AssignSubVariableOp")
    assert not computes("MakeIterator")
    assert not computes("ParallelMapDatasetV2")
    assert not any(map(computes, kernels.PLUMBING))


def share_of(work):
    with kernels.recording() as ran:
        start = time.time_ns()
        work()
        end = time.time_ns()
    return kernel_share(ran, start, end)


def test_one_big_product_is_nearly_all_kernel():
    big = tf.random.normal((1500, 1500))
    traced = tf.function(lambda: tf.reduce_sum(big @ big))
    traced()
    assert 0.8 < share_of(lambda: traced().numpy()) <= 1


def test_tiny_operations_between_much_python_are_hardly_kernel():
    one = tf.constant(1.0)

    def tiny():
        for _ in range(50):
            sum(range(20_000))
            tf.multiply(one, one)

    assert 0 < share_of(tiny) < 0.3


def lane_times(name, *seconds, shares=()):
    return LaneTimes(name, 100, 1.0, seconds, shares)


def test_speeds_and_ratios_are_those_of_the_repeats():
    eager = lane_times("Eager", 1.0, 2.0, 4.0, shares=(0.9, 0.25, 0.1))
    traced = lane_times("tf.function", 0.5, 0.5, 1.0, shares=(1.0,))
    made = Race(QUICK, 5, (eager, traced))
    assert eager.speeds == (100, 50, 25)
    assert eager.images_per_second == 50
    assert eager.kernel_seconds == pytest.approx(0.005)
    assert eager.other_seconds == pytest.approx(0.015)
    assert made.times_as_fast("tf.function") == 4  # 200 of 50
    assert made.fastest is traced
    assert made.is_complete
    assert not replace(made, lanes=(eager, lane_times("fit", 1.0))).is_complete


def test_the_notebook_runs_and_prints_all_lanes(capsys):
    main()
    lines = capsys.readouterr().out.splitlines()
    names = ("session", "eager", "function", "epoch", "fit")
    for what in ("first call", "farthest"):
        assert tuple(line.split()[0] for line in lines if what in line) == names
    apart = [float(line.split()[-1]) for line in lines if "farthest" in line]
    assert max(apart) < 1e-5
    assert sum(line.startswith("Batches of ") for line in lines) == 3
