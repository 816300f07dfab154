"""The step under a strategy, as far as one device can tell: shares, stops, states."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import tensorflow as tf

from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.replicas.loop import replicated
from lenet.replicas.step import ShareOfLoss, check_shares, shares
from lenet.settings import Placement, Settings
from lenet.training import train
from lenet.training.batches import Batches

BATCH = 16
STRATEGIES = {
    "one-device": lambda: tf.distribute.OneDeviceStrategy("cpu:0"),
    "mirrored": lambda: tf.distribute.MirroredStrategy(["cpu:0"]),
}


@pytest.fixture(scope="module")
def digits():
    sample = load("sample", limit=150)  # the last batch of an epoch has 6
    return replace(
        sample,
        test_images=sample.test_images[:60],
        test_labels=sample.test_labels[:60],
    )


def trained(digits, paradigm="Subclassing", strategy=None, **options):
    if strategy:
        options["loop"] = partial(replicated, strategy=strategy)
    model = PARADIGMS[paradigm](seed=1)
    return train(
        model, digits, **{"epochs": 2, "batch_size": BATCH, "seed": 1, **options}
    )


def assert_same(one, other):
    assert one.step == other.step
    for name in ("weights", "optimizer_state"):
        pairs = zip(getattr(one, name), getattr(other, name), strict=True)
        assert all(np.array_equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("paradigm", PARADIGMS)
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_one_replica_trains_as_the_graph_loop_does(digits, strategy, paradigm):
    plain = trained(digits, paradigm)
    assert_same(trained(digits, paradigm, strategy=STRATEGIES[strategy]()), plain)
    assert plain.step == 20


def test_reports_come_from_each_replica_and_an_epochs_end_is_tested(digits):
    reports = []
    trained(digits, strategy=STRATEGIES["mirrored"](), on_report=reports.append)
    assert [report.step for report in reports if report.val_loss is not None] == [
        10,
        20,
    ]
    for report in reports:
        (speed,) = report.replica_speeds
        assert report.images_per_second <= speed < np.inf
        assert 0 <= report.accuracy <= 1


def test_a_stopped_training_goes_on_as_if_never_stopped(digits):
    asked = iter(range(1_000))
    half = trained(
        digits,
        strategy=STRATEGIES["mirrored"](),
        should_stop=lambda: next(asked) >= 12,
    )
    assert half.step == 13  # the wish of a batch counts once all have voted
    rest = trained(digits, strategy=STRATEGIES["mirrored"](), state=half, epochs=1)
    assert_same(rest, trained(digits))


def test_an_error_of_a_reader_ends_the_training(digits):
    def broken(report):
        raise KeyError("lost")

    with pytest.raises(KeyError, match="lost"):
        trained(digits, strategy=STRATEGIES["mirrored"](), on_report=broken)


@pytest.fixture
def policy():
    yield tf.keras.mixed_precision.set_global_policy
    tf.keras.mixed_precision.set_global_policy("float32")


def test_mixed_precision_keeps_the_weights_in_float32(digits, policy):
    plain = trained(digits).weights
    policy("mixed_bfloat16")
    reports = []
    strategy = STRATEGIES["mirrored"]()
    state = trained(digits, strategy=strategy, on_report=reports.append)
    assert {array.dtype for array in state.weights} == {np.dtype(np.float32)}
    apart = [np.abs(a - b).max() for a, b in zip(state.weights, plain, strict=True)]
    assert 0 < max(apart) < 0.05  # it did compute in bfloat16, and much the same
    assert reports[-1].loss < reports[0].loss


def test_shares_of_the_loss_add_up_to_its_mean():
    random = np.random.default_rng(0)
    predictions = random.dirichlet(np.ones(10), 20).astype(np.float32)
    labels = random.integers(0, 10, 20)
    mean = tf.keras.losses.SparseCategoricalCrossentropy()(labels, predictions)
    total = right = 0.0
    for part in np.split(np.arange(20), [3, 10]):  # uneven on purpose
        share = ShareOfLoss(tf.constant(20))
        total += share(tf.constant(labels[part]), tf.constant(predictions[part]))
        right += share.results()[1]
    np.testing.assert_allclose(total, mean, rtol=1e-6)
    np.testing.assert_allclose(
        right, np.mean(predictions.argmax(1) == labels), rtol=1e-6
    )


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_the_workers_shares_are_the_batch(digits, workers):
    batches = Batches(digits, BATCH, 3, 0, 1)
    parts = []
    for worker in range(workers):
        context = tf.distribute.InputContext(workers, worker, 4)
        dataset = shares(batches, context)
        assert dataset.cardinality() == tf.data.INFINITE_CARDINALITY
        parts.append(iter(dataset.as_numpy_iterator()))
    for images, labels in batches.of(0):
        got = [next(part) for part in parts for _ in range(4 // workers)]
        assert [len(share[1]) for share in got] == (
            [4] * 4 if len(labels) == BATCH else [2, 2, 1, 1]
        )
        assert np.array_equal(np.concatenate([share[0] for share in got]), images)
        assert np.array_equal(np.concatenate([share[1] for share in got]), labels)


def test_the_sizes_of_the_batches_are_those_they_have(digits):
    for first_step in (0, 4):
        batches = Batches(digits, BATCH, 3, first_step, 2)
        for epoch in batches.epochs:
            given = [len(labels) for _, labels in batches.of(epoch)]
            assert [*batches.sizes(epoch)] == given


def test_a_batch_that_does_not_divide_is_refused(digits):
    check_shares(Batches(digits, BATCH, 0, 0, 1), 4)
    with pytest.raises(ValueError, match=r"16.*3 replicas. Take 15 or 18"):
        check_shares(Batches(digits, BATCH, 0, 0, 1), 3)
    with pytest.raises(ValueError, match=r"2: it does.*4 replicas. Take 4"):
        check_shares(Batches(digits, 2, 0, 0, 1), 4)
    with pytest.raises(ValueError, match=r"last batch.* 6 of 150.* 8 replicas"):
        check_shares(Batches(digits, BATCH, 0, 0, 1), 8)


def test_a_placement_is_one_that_there_is():
    for wrong, message in [
        ({"strategy": "central"}, "strategy is 'central'.*'multi-worker'"),
        ({"strategy": "mirrored", "logical_cpus": 65}, "logical_cpus is 65"),
        ({"strategy": "multi-worker", "cluster": "yarn"}, "cluster is 'yarn'.*slurm"),
        ({"devices": ("gpu:0",)}, "need a strategy"),
        ({"logical_cpus": 2}, "need a strategy"),
    ]:
        with pytest.raises(ValueError, match=message):
            Placement(**wrong)
    for loop in ("fit", "eager"):
        with pytest.raises(ValueError, match=f"loop is '{loop}'.*'graph'"):
            Settings(loop=loop, placement=Placement("one-device"))
