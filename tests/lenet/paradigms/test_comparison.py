"""The three paradigms against each other, and against gradients by hand."""

import math

import numpy as np
import pytest
import tensorflow as tf

from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.paradigms.comparison import compare, copy_weights, prove, race
from lenet.results.summary import largest_difference
from lenet.settings import PARADIGM_NAMES
from lenet.training.batches import Batches
from lenet.training.optimizers import OPTIMIZERS
from lenet.weights.file import SHAPES

EQUAL = {"loss": 0.0, "probabilities": 0.0, "gradients": 0.0}


@pytest.fixture(scope="module")
def sample():
    return load("sample")


@pytest.fixture(scope="module")
def batch(sample):
    return sample.train_images[:16], sample.train_labels[:16]


@pytest.fixture
def models():
    return {name: build(seed=4) for name, build in PARADIGMS.items()}


def test_a_pass_equals_a_tape_written_by_hand(models, batch):
    images, labels = batch
    comparison = compare(models, images, labels)
    model = models["Subclassing"]
    with tf.GradientTape() as tape:
        probabilities = model(images)
        loss = tf.keras.losses.SparseCategoricalCrossentropy()(labels, probabilities)
    gradients = tape.gradient(loss, model.trainable_variables)
    for name in PARADIGM_NAMES:
        one = comparison.passes[name]
        assert one.loss == float(loss)
        np.testing.assert_array_equal(one.probabilities, probabilities.numpy())
        assert list(one.gradients) == list(SHAPES)
        for ours, by_hand in zip(one.gradients.values(), gradients, strict=True):
            np.testing.assert_array_equal(ours, by_hand.numpy())
    assert comparison.differences == EQUAL
    np.testing.assert_array_equal(comparison.images, images)
    np.testing.assert_array_equal(comparison.labels, labels)


def test_loss_and_last_gradient_are_those_of_the_textbook(models, batch):
    images, labels = batch
    one = compare(models, images, labels).passes["Functional"]
    picked = one.probabilities[np.arange(16), labels].astype(float)
    assert one.loss == pytest.approx(-np.log(picked).mean(), rel=1e-6)
    # Of softmax and cross-entropy together: probabilities less the truth.
    expected = (one.probabilities - np.eye(10)[labels]).mean(axis=0)
    np.testing.assert_allclose(one.gradients["out/bias"], expected, atol=1e-7)


def test_comparing_changes_no_weight(models, batch):
    before = models["Sequential"].get_weights()
    compare(models, *batch)
    for old, new in zip(before, models["Sequential"].get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_one_weight_a_thousandth_off_is_found(models, batch):
    weights = models["Functional"].get_weights()
    weights[2][1, 1, 0, 0] += 1e-3
    models["Functional"].set_weights(weights)
    differences = compare(models, *batch).differences
    assert all(0 < found < 1e-2 for found in differences.values()), differences


def test_what_cannot_be_compared_is_refused(models, batch):
    with pytest.raises(ValueError, match=r"\['Sequential'\]; it needs two"):
        compare({"Sequential": models["Sequential"]}, *batch)


def test_weights_that_are_not_finite_prove_nothing(models, batch):
    for model in models.values():
        model.set_weights([weight * np.nan for weight in model.get_weights()])
    assert all(map(math.isnan, compare(models, *batch).differences.values()))


def test_a_difference_is_the_largest_between_any_two():
    one, two, three = [[1.0, 5.0], 0.0], [[1.5, 5.0], 0.0], [[0.25, 5.0], 0.5]
    assert largest_difference(one, one, one) == 0
    assert largest_difference(one, two) == 0.5
    assert largest_difference(one, two, three) == 1.25
    assert largest_difference([np.float32(1)], [np.nextafter(np.float32(1), 2)]) > 0
    assert math.isnan(largest_difference([np.inf], [np.inf]))


def test_copied_weights_are_the_donors_and_not_shared_with_it(models):
    donor = PARADIGMS["Sequential"](seed=9)
    copy_weights(donor, models.values())
    for model in models.values():
        assert largest_difference(donor.get_weights(), model.get_weights()) == 0
    donor.set_weights([weight + 1 for weight in donor.get_weights()])
    moved = largest_difference(donor.get_weights(), models["Sequential"].get_weights())
    assert moved == pytest.approx(1)


@pytest.mark.parametrize("donor", PARADIGM_NAMES)
def test_any_donor_makes_them_equal(sample, donor):
    comparison = prove(seed=5, batch_size=32, donor=donor)
    assert comparison.differences == EQUAL
    assert tuple(comparison.passes) == PARADIGM_NAMES
    assert comparison.images.shape == (32, 32, 32, 1)
    assert comparison.images.dtype == np.float32
    images, labels = next(Batches(sample, 32, 5, 0, 1).of(0))
    np.testing.assert_array_equal(comparison.images, images)
    np.testing.assert_array_equal(comparison.labels, labels)
    probabilities = PARADIGMS[donor](seed=5)(images).numpy()
    np.testing.assert_array_equal(comparison.passes[donor].probabilities, probabilities)


def test_without_the_copy_they_differ(monkeypatch):
    monkeypatch.setattr(
        "lenet.paradigms.comparison.copy_weights", lambda donor, others: None
    )
    assert all(found > 0 for found in prove(batch_size=8).differences.values())


def test_a_seed_decides_the_proof():
    tf.random.normal((3,))  # what else the process drew does not matter
    one, same, other = prove(1, 8), prove(1, 8), prove(2, 8)
    for name in PARADIGM_NAMES:
        assert one.passes[name].loss == same.passes[name].loss
    assert (one.labels != other.labels).any()
    assert one.passes["Sequential"].loss != other.passes["Sequential"].loss


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_race_ends_in_a_dead_heat(optimizer):
    learning_rate = {"sgd": 0.2, "momentum": 0.05}.get(optimizer, 1e-3)
    ended = race(seed=3, steps=12, optimizer=optimizer, learning_rate=learning_rate)
    assert ended.difference == ended.loss_difference == 0.0
    assert tuple(ended.losses) == PARADIGM_NAMES
    for losses in ended.losses.values():
        assert losses.shape == (12,)
        assert losses.dtype == np.float64
        assert losses[-3:].mean() < losses[:3].mean() - 0.05
        np.testing.assert_array_equal(losses, ended.losses["Sequential"])
    assert ended.losses["Functional"][0] == prove(seed=3).passes["Functional"].loss


def test_a_race_takes_a_trainings_steps_beyond_an_epochs_end(sample):
    """Against SGD written out: weight less learning rate times gradient."""
    batches = Batches(sample, 512, 6, 0, 2)
    steps = batches.steps + 1
    model = PARADIGMS["Sequential"](seed=6)
    losses = []
    for images, labels in [*batches.of(0), *batches.of(1)][:steps]:
        with tf.GradientTape() as tape:
            probabilities = model(images, training=True)
            loss = tf.keras.losses.SparseCategoricalCrossentropy()(
                labels, probabilities
            )
        gradients = tape.gradient(loss, model.trainable_variables)
        for weight, gradient in zip(model.trainable_variables, gradients, strict=True):
            weight.assign_sub(0.1 * gradient)
        losses.append(float(loss))
    ended = race(6, steps, 512, "sgd", 0.1)
    for raced in ended.losses.values():
        np.testing.assert_allclose(raced, losses, rtol=1e-6)


def test_a_race_that_runs_off_says_so():
    ended = race(steps=6, batch_size=4, optimizer="sgd", learning_rate=100)
    assert np.nanmax(ended.losses["Sequential"]) > 100


@pytest.mark.parametrize(
    ("function", "options", "says"),
    [
        (prove, {"donor": "PyTorch"}, "'Sequential', 'Functional'"),
        (prove, {"batch_size": 0}, "batch_size is 0; it can be 1 to 512"),
        (prove, {"batch_size": 513}, "batch_size is 513"),
        (prove, {"seed": -1}, "seed is -1"),
        (race, {"steps": 0}, "steps is 0; it can be 1 to 200"),
        (race, {"steps": 201}, "steps is 201"),
        (race, {"batch_size": 513}, "batch_size is 513"),
        (race, {"optimizer": "adagrad"}, "'adam', 'sgd'"),
        (race, {"learning_rate": -1}, "learning_rate is -1"),
        (race, {"learning_rate": math.nan}, "learning_rate is nan"),
        (race, {"seed": -1}, "seed is -1"),
    ],
)
def test_what_cannot_be_run_is_refused(function, options, says):
    with pytest.raises(ValueError, match=says):
        function(**options)


def test_a_race_reports_each_step_with_the_losses_so_far():
    reports = []
    ended = race(steps=3, batch_size=8, on_progress=reports.append)
    assert [(one.done, one.total, one.share) for one in reports] == [
        (1, 3, 1 / 3),
        (2, 3, 2 / 3),
        (3, 3, 1.0),
    ]
    for step, one in enumerate(reports, start=1):
        for name, losses in ended.losses.items():
            assert one.partial[name] == losses[:step].tolist()
