"""Each mistake on purpose: it changes one thing, and computes what it says."""

import difflib
import inspect
import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf

from lenet.digits import load
from lenet.microscope.mistakes import (
    MISTAKES,
    correct,
    dropout,
    outside,
    softmax,
    training,
    variable,
)
from lenet.microscope.mistakes.unshuffled import SortedBatches
from lenet.models import PARADIGMS
from lenet.settings import OPTIMIZER_NAMES, PARADIGM_NAMES
from lenet.source import resolve, source
from lenet.tape import record
from lenet.training.batches import Batches
from lenet.training.optimizers import OPTIMIZERS
from lenet.training.step import train_step
from lenet.weights.file import SHAPES

STEPS = {name: resolve(mistake.step) for name, mistake in MISTAKES.items()}
MISTAKEN_STEPS = {name: f for name, f in STEPS.items() if f is not train_step}
CROSS_ENTROPY = tf.keras.losses.SparseCategoricalCrossentropy()


@pytest.fixture(scope="module")
def sample():
    return load("sample")


@pytest.fixture(scope="module")
def batch(sample):
    return next(Batches(sample, 32, 0, 0, 1).of(0))


def moved(model, step, batch, optimizer="adam", steps=2):
    """Return the losses of some steps, and the weights after them."""
    optimizer = OPTIMIZERS[optimizer](learning_rate=1e-3)
    losses = [
        float(step(model, CROSS_ENTROPY, optimizer, *batch)) for _ in range(steps)
    ]
    return [np.array(losses), *model.get_weights()]


def same(these, those):
    for one, other in zip(these, those, strict=True):
        np.testing.assert_array_equal(one, other)


def arguments(function):
    return list(inspect.signature(function).parameters)


def statements(function):
    """Return the lines of its body, less the description and the comments."""
    _, _, body = inspect.getsource(function).split('"""')
    lines = (line.split("#")[0].strip() for line in body.splitlines())
    return [line for line in lines if line]


def softmax_by_hand(values):
    powers = np.exp(values.astype(float))
    return powers / powers.sum(axis=1, keepdims=True)


def test_the_registry_needs_no_tensorflow():
    code = (
        "import sys, lenet.microscope.mistakes, lenet.microscope.symptoms\n"
        "assert not {'tensorflow', 'keras'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_no_mistake_comes_first_and_is_what_training_does(batch):
    assert next(iter(MISTAKES)) == "none"
    none = MISTAKES["none"]
    assert resolve(none.step) is train_step
    assert resolve(none.batches) is Batches
    assert not none.learning_rates
    assert not none.code
    for paradigm in PARADIGM_NAMES:
        model = resolve(none.build)(paradigm, 3)
        same(model.get_weights(), PARADIGMS[paradigm](seed=3).get_weights())
        assert type(model) is type(PARADIGMS[paradigm]())


@pytest.mark.parametrize("name", MISTAKES)
def test_every_name_resolves(name, batch):
    mistake = MISTAKES[name]
    assert arguments(STEPS[name]) == arguments(train_step)
    assert issubclass(resolve(mistake.batches), Batches)
    model = resolve(mistake.build)("Sequential", 0)
    assert model(batch[0]).shape == (32, 10)
    for text in (mistake.title, mistake.look_at, mistake.fix):
        assert text == text.strip()
    assert mistake.title
    assert bool(mistake.look_at) == bool(mistake.fix) == (name != "none")


@pytest.mark.parametrize("name", [n for n, m in MISTAKES.items() if m.code])
def test_the_code_shown_is_the_code_used_and_names_its_line(name):
    mistake = MISTAKES[name]
    assert mistake.code in (mistake.step, mistake.build, mistake.batches)
    text = source(mistake.code).text
    assert text.count("# The mistake: ") == 1
    assert len(text.splitlines()) <= 40


def test_a_mistake_changes_one_thing():
    right_one = MISTAKES["none"]
    for name, mistake in MISTAKES.items():
        changed = {
            part
            for part in ("step", "build", "batches", "learning_rates")
            if getattr(mistake, part) != getattr(right_one, part)
        }
        # A layer that behaves differently in training is needed to forget it.
        expected = {"none": 0, "training": 2}.get(name, 1)
        assert len(changed) == expected, name


@pytest.mark.parametrize("name", MISTAKEN_STEPS)
def test_a_mistaken_step_is_the_right_one_but_for_one_change(name):
    ours, right_one = statements(MISTAKEN_STEPS[name]), statements(train_step)
    match = difflib.SequenceMatcher(None, right_one, ours, autojunk=False)
    changes = [change for change in match.get_opcodes() if change[0] != "equal"]
    assert len(changes) == 1, changes
    _, first, end, ours_first, ours_end = changes[0]
    assert end - first <= 1
    assert ours_end - ours_first <= 2


@pytest.mark.parametrize("name", MISTAKEN_STEPS)
def test_a_mistaken_step_keeps_the_local_names(name):
    code = MISTAKEN_STEPS[name].__code__
    assert set(train_step.__code__.co_varnames) <= set(code.co_varnames)


@pytest.mark.parametrize("name", [name for name in MISTAKES if name != "outside"])
def test_equal_states_give_equal_bits(name, batch):
    build, step = resolve(MISTAKES[name].build), STEPS[name]
    once = moved(build("Subclassing", 5), step, batch)
    same(once, moved(build("Subclassing", 5), step, batch))


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_numpy_leaves_no_gradient_and_the_error_is_recorded(paradigm, batch):
    model = correct.build(paradigm, 0)
    optimizer = OPTIMIZERS["adam"](learning_rate=1e-3)
    before = model.get_weights()
    with pytest.raises(ValueError, match="No gradients provided") as raised:
        outside.train_step(model, CROSS_ENTROPY, optimizer, *batch)
    seen = record(model, CROSS_ENTROPY, optimizer, *batch, step=outside.train_step)
    assert seen.error == str(raised.value)
    assert [each.gradient for each in seen.variables] == [None] * len(SHAPES)
    assert seen.loss == pytest.approx(seen.loss_before)
    update = [frame for frame in seen.frames if frame.phase == "update"]
    text = seen.sources["train_step"].text.splitlines()[update[-1].line - 1]
    assert text.strip().startswith("optimizer.apply(")
    same(before, model.get_weights())


def test_an_error_before_the_update_ends_the_recording(batch):
    def failing(model, loss_fn, optimizer, images, labels):
        raise ValueError("No.")

    model = correct.build("Sequential", 0)
    with pytest.raises(ValueError, match=r"No\."):
        record(model, CROSS_ENTROPY, OPTIMIZERS["sgd"](), *batch, step=failing)


@pytest.mark.parametrize("build", [correct.build, dropout.build])
def test_a_paradigm_that_is_none_is_refused(build):
    with pytest.raises(ValueError, match="paradigm is 'Recursive'"):
        build("Recursive", 0)


def test_each_optimizer_has_a_learning_rate_that_is_too_large():
    rates = MISTAKES["learning_rate"].learning_rates
    assert tuple(rates) == OPTIMIZER_NAMES
    assert all(0 < rate <= 100 for rate in rates.values())


@pytest.mark.parametrize("size", [1, 32, 64, 256])
def test_sorted_batches_go_through_the_digits_once(sample, size):
    batches = SortedBatches(sample, size, seed=4, first_step=0, epochs=2)
    order = batches.order(0)
    assert sorted(order) == list(range(len(sample.train_images)))
    labels = sample.train_labels[order]
    assert (np.diff(labels) >= 0).all()
    # Stable: images of the same digit stay in the order of the file.
    assert (np.diff(order)[np.diff(labels) == 0] > 0).all()
    np.testing.assert_array_equal(batches.order(1), order)
    got = [labels for _, labels in batches.of(0)]
    np.testing.assert_array_equal(np.concatenate(got), labels)
    assert max(len(np.unique(labels)) for labels in got) <= 2
    assert len(np.unique(np.concatenate(got[: 400 // size]))) == 1


def test_sorted_batches_go_on_where_they_stopped(sample):
    whole = SortedBatches(sample, 64, seed=0, first_step=0, epochs=1)
    rest = SortedBatches(sample, 64, seed=0, first_step=40, epochs=1)
    np.testing.assert_array_equal(rest.order(0), whole.order(0)[40 * 64 :])


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_from_zeros_only_the_last_biases_move(paradigm, batch):
    model = resolve(MISTAKES["zeros"].build)(paradigm, 6)
    assert not any(weight.any() for weight in model.get_weights())
    _, *weights = moved(model, train_step, batch)
    still = {name for name, w in zip(SHAPES, weights, strict=True) if not w.any()}
    assert set(SHAPES) - still == {"out/bias"}
    np.testing.assert_array_equal(model(batch[0]), model(1 - batch[0]))


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_a_second_softmax_is_in_the_loss(paradigm, batch):
    images, labels = batch
    model = correct.build(paradigm, 0)
    squeezed = softmax_by_hand(model(images).numpy())
    expected = -np.log(squeezed[np.arange(32), labels]).mean()
    losses, *_ = moved(model, softmax.train_step, batch, steps=1)
    assert losses[0] == pytest.approx(expected, rel=1e-6)


def test_a_second_softmax_bounds_the_loss(batch):
    images, labels = batch
    sure = tf.one_hot(labels, 10)  # right about each image, and certain

    class Sure(tf.keras.Model):
        def call(self, images):
            return sure

    nothing = tf.keras.optimizers.SGD(0.0)
    nothing.build([])
    model, floor = Sure(), -np.log(np.e / (np.e + 9))
    loss = softmax.train_step(model, CROSS_ENTROPY, nothing, images, labels)
    assert float(loss) == pytest.approx(floor, rel=1e-6)
    assert floor > 1.46


def test_a_second_softmax_weakens_the_gradient(batch):
    size = {}
    for step in (train_step, softmax.train_step):
        model = correct.build("Sequential", 0)
        before = model.get_weights()[8]
        step(model, CROSS_ENTROPY, tf.keras.optimizers.SGD(1.0), *batch)
        size[step] = np.linalg.norm(model.get_weights()[8] - before)
    # Where all probabilities are near 0.1, softmax's slope is near 0.1 too.
    assert size[softmax.train_step] / size[train_step] == pytest.approx(0.1, rel=0.1)


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_a_variable_of_the_step_changes_nothing_and_never_learns(paradigm, batch):
    with_it = moved(correct.build(paradigm, 1), variable.train_step, batch)
    same(with_it, moved(correct.build(paradigm, 1), train_step, batch))


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
class TestDropout:
    def test_it_takes_the_weights_of_lenet_and_makes_its_predictions(
        self, paradigm, batch
    ):
        lenet, model = correct.build(paradigm, 7), dropout.build(paradigm, 7)
        same(lenet.get_weights(), model.get_weights())
        assert [w.shape for w in model.get_weights()] == list(SHAPES.values())
        trainable = [variable.path for variable in model.trainable_variables]
        assert trainable == [variable.path for variable in lenet.trainable_variables]
        model.set_weights(correct.build(paradigm, 8).get_weights())
        expected = correct.build(paradigm, 8)(batch[0])
        np.testing.assert_array_equal(model(batch[0]), expected)
        np.testing.assert_array_equal(model(batch[0], training=False), expected)

    def test_its_layers_are_those_of_lenet_and_dropout(self, paradigm, batch):
        ours, lenets = dropout.build(paradigm, 0), correct.build(paradigm, 0)
        assert sorted(kinds(ours)) == sorted([*kinds(lenets), ("dropout", "Dropout")])

    def test_in_training_it_drops_half_and_doubles_the_rest(self, paradigm, batch):
        model = dropout.build(paradigm, 0)
        seen = {}
        for name in ("fc_2", "dropout", "out"):
            watch(model.get_layer(name), seen)
        outputs = model(batch[0], training=True)
        got, gave = seen["fc_2"], seen["dropout"]
        passed = gave[got != 0] != 0
        np.testing.assert_array_equal(gave[gave != 0], 2 * got[gave != 0])
        assert passed.mean() == pytest.approx(0.5, abs=0.1)
        kernel, bias = model.get_layer("out").get_weights()
        by_hand = softmax_by_hand(gave.astype(float) @ kernel + bias)
        np.testing.assert_allclose(outputs, by_hand, rtol=1e-5)

    def test_its_seed_decides_what_is_dropped(self, paradigm, batch):
        one, again, other = (
            moved(model, train_step, batch)
            for model in (
                dropout.build(paradigm, 2),
                dropout.build(paradigm, 2),
                with_weights_of(correct.build(paradigm, 2), dropout.build(paradigm, 3)),
            )
        )
        same(one, again)
        assert (one[0] != other[0]).all()

    def test_without_training_it_learns_as_if_it_had_none(self, paradigm, batch):
        forgotten = moved(dropout.build(paradigm, 3), training.train_step, batch)
        same(forgotten, moved(correct.build(paradigm, 3), train_step, batch))
        remembered = moved(dropout.build(paradigm, 3), train_step, batch)
        assert (forgotten[0] != remembered[0]).all()


def kinds(model):
    return [
        (layer.name, type(layer).__name__)
        for layer in model.layers
        if not isinstance(layer, tf.keras.layers.InputLayer)
    ]


def watch(layer, seen):
    call = layer.call

    def watched(*args, **kwargs):
        output = call(*args, **kwargs)
        seen[layer.name] = output.numpy()
        return output

    layer.call = watched


def with_weights_of(donor, model):
    model.set_weights(donor.get_weights())
    return model
