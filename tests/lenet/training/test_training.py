"""One step and three loops: against Keras, NumPy and themselves."""

import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf
from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer

from lenet.digits import Digits, load
from lenet.models import PARADIGMS
from lenet.training import LOOPS, train, train_step
from lenet.training.optimizers import OPTIMIZERS

IMAGES, BATCH, STEPS = 150, 16, 10  # the last batch of an epoch has 6 images


def few_digits():
    sample = load("sample", limit=IMAGES)
    return replace(
        sample,
        test_images=sample.test_images[:60],
        test_labels=sample.test_labels[:60],
    )


@pytest.fixture(scope="module")
def digits():
    return few_digits()


def trained(digits, loop="graph", *, seed=1, paradigm="Subclassing", **options):
    model = PARADIGMS[paradigm](seed=seed)
    options = {"epochs": 2, "batch_size": BATCH, "seed": seed, **options}
    return train(model, digits, loop=loop, **options)


def stop_after(batches):
    asked = iter(range(1, 10_000))
    return lambda: next(asked) >= batches


def assert_same(one, other):
    assert one.step == other.step
    for name in ("weights", "optimizer_state"):
        pairs = zip(getattr(one, name), getattr(other, name), strict=True)
        assert all(np.array_equal(a, b) for a, b in pairs), name


def furthest(one, other):
    return max(
        np.abs(a - b).max() for a, b in zip(one.weights, other.weights, strict=True)
    )


def test_a_step_of_sgd_is_the_gradient_times_the_learning_rate(digits):
    model = PARADIGMS["Functional"](seed=3)
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    images, labels = digits.train_images[:8], digits.train_labels[:8]
    before = model.get_weights()
    picked = model(images).numpy()[np.arange(8), labels]

    optimizer = tf.keras.optimizers.SGD(0.1)
    loss = train_step(model, loss_fn, optimizer, images, labels)

    assert loss.shape == ()
    assert float(loss) == pytest.approx(-np.log(picked).mean(), rel=1e-5)
    # The loss along one weight, up and down a little: its slope is the gradient.
    after, nudge = model.get_weights(), 1e-2
    slope = []
    for sign in (1, -1):
        moved = [array.copy() for array in before]
        moved[-1][labels[0]] += sign * nudge
        model.set_weights(moved)
        predictions = model(images).numpy().astype(float)
        slope.append(-np.log(predictions[np.arange(8), labels]).mean())
    gradient = (slope[0] - slope[1]) / (2 * nudge)
    step = before[-1][labels[0]] - after[-1][labels[0]]
    assert step == pytest.approx(0.1 * gradient, rel=1e-2)


@pytest.mark.parametrize("loop", LOOPS)
def test_the_same_seed_gives_the_same_weights_alone_or_beside_another(digits, loop):
    alone = {seed: trained(digits, loop, seed=seed) for seed in (1, 2)}
    assert furthest(alone[1], alone[2]) > 0.01
    with ThreadPoolExecutor(2) as threads:
        beside = threads.map(lambda seed: trained(digits, loop, seed=seed), (1, 2))
        for seed, state in zip((1, 2), beside, strict=True):
            assert_same(state, alone[seed])


def test_another_process_gives_the_same_weights(digits):
    script = (
        "import tests.lenet.training.test_training as t;"
        "state = t.trained(t.few_digits());"
        "print(b''.join(array.tobytes() for array in state.weights).hex())"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    here = b"".join(array.tobytes() for array in trained(digits).weights)
    assert told.stdout.strip() == here.hex()


def test_all_loops_and_paradigms_learn_the_same(digits):
    graph = trained(digits)
    for loop in LOOPS:
        for paradigm in PARADIGMS:
            if loop == "graph" or paradigm == "Sequential":
                state = trained(digits, loop, paradigm=paradigm)
                assert state.paradigm == paradigm
                assert furthest(graph, state) < 1e-5, (loop, paradigm)


def test_the_weights_are_those_of_a_loop_written_out_in_keras(digits):
    model = PARADIGMS["Functional"](seed=1)
    model.compile("rmsprop", "sparse_categorical_crossentropy")
    for epoch in range(2):
        order = np.random.default_rng([1, epoch]).permutation(IMAGES)
        for first in range(0, IMAGES, BATCH):
            batch = order[first : first + BATCH]
            model.train_on_batch(digits.train_images[batch], digits.train_labels[batch])
    state = trained(digits, optimizer="rmsprop")
    differences = zip(state.weights, model.get_weights(), strict=True)
    assert max(np.abs(a - b).max() for a, b in differences) < 1e-5


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("stop", [7, STEPS + 3])
def test_a_training_goes_on_as_if_never_stopped(digits, loop, stop):
    asked = stop + stop // STEPS  # the validation is one batch, too
    begun = trained(digits, loop, should_stop=stop_after(asked))
    assert begun.step == stop  # honoured within one batch
    left = 2 - stop // STEPS
    ended = trained(digits, loop, seed=9, state=begun, epochs=left)
    whole = trained(digits, loop)
    assert ended.seed == whole.seed == 1
    assert_same(ended, whole)


def test_going_on_changes_loop_optimizer_and_learning_rate(digits):
    begun = trained(digits, epochs=1)
    other = trained(digits, "fit", epochs=1, state=begun, optimizer="momentum")
    assert other.step == 2 * STEPS
    assert other.optimizer == "momentum"
    assert int(other.optimizer_state[0]) == STEPS  # it began anew
    slower = trained(digits, "eager", epochs=1, state=begun, learning_rate=1e-4)
    assert int(slower.optimizer_state[0]) == 2 * STEPS
    assert float(slower.optimizer_state[1]) == np.float32(1e-4)
    assert furthest(begun, slower) < furthest(begun, trained(digits))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_each_optimizer_lowers_the_loss(digits, optimizer):
    rate = {"adam": 1e-3, "sgd": 0.2, "momentum": 0.02, "rmsprop": 1e-3}
    losses = []
    trained(
        digits,
        optimizer=optimizer,
        learning_rate=rate[optimizer],
        epochs=6,
        on_report=lambda report: losses.append(report.loss),
    )
    assert losses[-1] < losses[0] - 0.3


@pytest.mark.parametrize("loop", LOOPS)
def test_reports_say_what_an_oracle_computes(digits, loop):
    reports, states = [], []
    trained(digits, loop, on_report=reports.append, on_state=states.append)

    first_epoch = [report for report in reports if report.epoch == 1]
    assert first_epoch[0].step == 1
    assert {report.epoch for report in reports} == {1, 2}
    assert [state.step for state in states] == [STEPS, 2 * STEPS]
    last = {report.epoch: report for report in reports}
    for epoch, state in zip((1, 2), states, strict=True):
        report = last[epoch]
        assert report.step == state.step
        model = PARADIGMS["Subclassing"]()
        model.set_weights(state.weights)
        predictions = model(digits.test_images).numpy().astype(float)
        picked = predictions[np.arange(60), digits.test_labels]
        right = predictions.argmax(axis=1) == digits.test_labels
        assert report.val_loss == pytest.approx(-np.log(picked).mean(), rel=1e-4)
        assert report.val_accuracy == pytest.approx(right.mean())
    # Means over the epoch, the last batch counting for its 6 images.
    model = PARADIGMS["Subclassing"](seed=1)
    seen = []
    trained(digits, loop, optimizer="sgd", learning_rate=0, on_report=seen.append)
    predictions = model(digits.train_images).numpy().astype(float)
    picked = predictions[np.arange(IMAGES), digits.train_labels]
    right = predictions.argmax(axis=1) == digits.train_labels
    assert seen[-1].loss == pytest.approx(-np.log(picked).mean(), rel=1e-5)
    assert seen[-1].accuracy == pytest.approx(right.mean())
    assert all(report.images_per_second > 0 for report in seen)
    assert all(type(report.loss) is float for report in seen)


@pytest.mark.parametrize("loop", LOOPS)
def test_a_loss_that_is_no_number_is_reported_as_such(digits, loop):
    reports = []
    model = PARADIGMS["Subclassing"]()
    weights = model.get_weights()
    weights[-1][:] = np.nan
    model.set_weights(weights)
    train(model, digits, loop=loop, epochs=1, on_report=reports.append)
    assert math.isnan(reports[-1].loss)
    assert math.isnan(reports[-1].val_loss)


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("asked", [STEPS, STEPS + 1])
def test_a_stop_at_an_epochs_end_or_in_its_validation(digits, loop, asked):
    reports, states = [], []
    state = trained(
        digits,
        loop,
        should_stop=stop_after(asked),
        on_report=reports.append,
        on_state=states.append,
    )
    assert state.step == STEPS
    assert all(report.val_loss is None for report in reports)
    assert states == []


@pytest.mark.parametrize("loop", LOOPS)
def test_an_error_in_a_callback_comes_out_as_it_is(digits, loop):
    def refuse(report):
        raise BrokenPipeError("nobody reads this")

    with pytest.raises(BrokenPipeError, match="nobody reads this"):
        trained(digits, loop, on_report=refuse)


# Keras reads the learning rate with np.array, which NumPy 2 warns of.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize("paradigm", ["Functional", "Subclassing"])
def test_all_loops_write_the_same_tags(digits, paradigm, tmp_path):
    for loop in LOOPS:
        board = tf.keras.callbacks.TensorBoard(tmp_path / loop, histogram_freq=1)
        trained(digits, loop, paradigm=paradigm, callbacks=[board])
    runs = EventMultiplexer().AddRunsFromDirectory(str(tmp_path)).Reload()
    tags = {
        run: sorted(runs.GetAccumulator(run).summary_metadata) for run in runs.Runs()
    }
    for part in ("train", "validation"):
        assert tags[f"graph/{part}"] == tags[f"fit/{part}"]
        assert tags[f"eager/{part}"] == tags[f"fit/{part}"]
    assert "epoch_learning_rate" in tags["graph/train"]
    assert any("histogram" in tag for tag in tags["graph/train"])
    for loop in LOOPS:
        losses = runs.Tensors(f"{loop}/validation", "epoch_loss")
        assert [event.step for event in losses] == [0, 1]


def test_what_cannot_train_is_refused(digits):
    nothing = np.zeros((0, 32, 32, 1), np.float32)
    nan = np.full_like(digits.train_images, np.nan)
    refused = {
        "'graph', 'fit', 'eager'": (digits, {"loop": "vectorised"}),
        "'adam', 'sgd'": (digits, {"optimizer": "adagrad"}),
        "batch_size is 151": (digits, {"batch_size": 151}),
        "batch_size is 0": (digits, {"batch_size": 0}),
        "epochs is 0": (digits, {"epochs": 0}),
        "learning_rate is -1": (digits, {"learning_rate": -1}),
        "learning_rate is nan": (digits, {"learning_rate": math.nan}),
        "not finite": (replace(digits, train_images=nan), {}),
        "no train_images": (
            Digits(nothing, np.zeros(0, int), nothing, np.zeros(0, int)),
            {},
        ),
        "shape": (replace(digits, train_labels=digits.test_labels), {}),
        "0 to 9": (replace(digits, train_labels=digits.train_labels + 1), {}),
    }
    for says, (data, options) in refused.items():
        with pytest.raises(ValueError, match=says):
            trained(data, **options)


@pytest.mark.parametrize("loop", [3, None, ["graph"], "vectorised"])
def test_a_loop_that_does_not_exist_is_refused_before_anything_is_built(loop):
    with pytest.raises(ValueError, match=r"loop is .*'graph', 'fit', 'eager'"):
        train(model=None, digits=None, loop=loop)


def test_a_state_of_another_model_is_refused(digits):
    state = trained(digits, epochs=1)
    with pytest.raises(ValueError, match="weights"):
        trained(digits, state=replace(state, weights=state.weights[:-1]))
    with pytest.raises(ValueError, match="optimizer"):
        trained(digits, state=replace(state, optimizer_state=state.weights))


def test_a_loop_may_stop_by_a_rule_of_its_own(digits):
    """As the replicas do, that have to agree: the wish stays what it was."""
    steps, wishes = [], iter([False] * 100)

    def loop(run):
        epochs = run.epochs(stop_rule=lambda: len(steps) == 3)
        for epoch in epochs:
            for images, labels in run.batches.of(epoch):
                assert not run.should_stop()
                train_step(run.model, run.loss_fn, run.optimizer, images, labels)
                steps.append(len(labels))
                if run.after_batch(*run.loss_fn.results()):
                    break
        assert run.stopped

    state = trained(digits, loop, should_stop=lambda: next(wishes))
    assert state.step == len(steps) == 3
    assert len(list(wishes)) == 97  # nobody but the loop has asked
