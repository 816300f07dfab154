"""One step after the other, from state to state: the same bits each time."""

from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf

from lenet.digits import load
from lenet.microscope import steps as microscope
from lenet.microscope.mistakes import MISTAKES
from lenet.microscope.symptoms import symptoms
from lenet.models import PARADIGMS
from lenet.results.recording import PHASES
from lenet.settings import OPTIMIZER_NAMES, PARADIGM_NAMES
from lenet.training import train, train_step
from tests.symptoms import SHOWN_BY


def equal(one, other):
    return (one.step, one.seed) == (other.step, other.seed) and all(
        np.array_equal(a, b)
        for a, b in zip(
            (*one.weights, *one.optimizer_state),
            (*other.weights, *other.optimizer_state),
            strict=True,
        )
    )


def steps(state, number, **choices):
    states = [state]
    for _ in range(number):
        _, state = microscope.step(state, **choices)
        states.append(state)
    return states


@pytest.mark.parametrize("optimizer", OPTIMIZER_NAMES)
def test_back_and_forward_again_gives_the_same_bits(optimizer):
    there = steps(microscope.begin("Subclassing", optimizer), 3, batch_size=8)
    again = steps(there[1], 2, batch_size=8)
    assert all(map(equal, there[1:], again))
    assert not equal(there[1], there[2])


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_it_is_the_training_of_the_page_train(paradigm):
    digits = load("sample")
    model = PARADIGMS[paradigm](seed=3)
    asked = iter([False, False, True])
    trained = train(
        model,
        digits,
        loop="eager",
        epochs=1,
        batch_size=16,
        seed=3,
        should_stop=lambda: next(asked),
    )
    *_, last = steps(microscope.begin(paradigm, "adam", 3), 3, batch_size=16)
    assert equal(last, trained)


def test_a_paradigm_can_be_changed_on_the_way():
    state = microscope.begin("Sequential", "momentum")
    one, other = (
        microscope.step(replace(state, paradigm=name), 4) for name in PARADIGM_NAMES[:2]
    )
    assert equal(one[1], other[1])
    assert one[1].paradigm == "Sequential"
    assert other[1].paradigm == "Functional"


def test_it_begins_with_given_weights():
    weights = PARADIGMS["Sequential"](seed=5).get_weights()
    state = microscope.begin("Subclassing", "adam", weights=tuple(weights))
    assert all(map(np.array_equal, state.weights, weights))
    assert state.step == 0
    assert not any(array.any() for array in state.optimizer_state)


def test_weights_that_are_no_numbers_are_recorded():
    weights = [np.full(w.shape, np.nan, np.float32) for w in _weights()]
    state = microscope.begin("Functional", "sgd", weights=tuple(weights))
    recording, after = microscope.step(state, 2)
    assert np.isnan(recording.loss)
    assert np.isnan(after.weights[0]).all()
    assert recording.frames[-1].phase == PHASES[-1]


def _weights():
    return PARADIGMS["Sequential"]().get_weights()


def test_the_learning_rate_is_the_one_that_is_asked_for():
    state = microscope.begin("Sequential", "sgd")
    recording, after = microscope.step(state, 4, 0.25)
    for variable in recording.variables:
        np.testing.assert_allclose(
            variable.update, -0.25 * variable.gradient, rtol=1e-3, atol=1e-7
        )
    assert after.optimizer_state[1] == 0.25


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"batch_size": 0}, "batch_size is 0; it can be 1 to 256"),
        ({"batch_size": 257}, "batch_size is 257; it can be 1 to 256"),
        ({"learning_rate": -1.0}, "learning_rate is -1.0; it can be 0 to 100"),
        ({"mistake": "typo"}, "mistake is 'typo'; it can be one of 'none'"),
    ],
)
def test_a_choice_that_is_not_there_is_named(choice, message):
    state = microscope.begin("Sequential", "sgd")
    with pytest.raises(ValueError, match=message):
        microscope.step(state, **choice)


def test_a_beginning_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="paradigm is 'Lego'"):
        microscope.begin("Lego", "sgd")
    with pytest.raises(ValueError, match="optimizer is 'magic'"):
        microscope.begin("Sequential", "magic")
    with pytest.raises(ValueError, match="seed is -1"):
        microscope.begin("Sequential", "sgd", -1)


def test_a_drawing_takes_the_place_of_the_first_image():
    state = microscope.begin("Functional", "sgd", seed=4)
    images, labels = (each.copy() for each in microscope.batch(state, 8))
    drawing = np.random.default_rng(3).random((32, 32, 1), np.float32)
    recording, after = microscope.step(state, 8, 0.1, own=(drawing, 9))
    images[0], labels[0] = drawing, 9
    np.testing.assert_array_equal(recording.images, images)
    np.testing.assert_array_equal(recording.labels, labels)
    model = PARADIGMS["Functional"]()
    model.set_weights(state.weights)
    optimizer = tf.keras.optimizers.SGD(0.1)
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    loss = train_step(model, loss_fn, optimizer, images, labels)
    assert recording.loss == float(loss)
    for ours, theirs in zip(after.weights, model.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    # The sample's own images are as they were.
    again, _ = microscope.step(state, 8, 0.1)
    assert not np.array_equal(again.images[0], drawing)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_drawing_is_in_the_batch_whatever_the_mistake(mistake):
    state = microscope.begin("Sequential", "adam", mistake=mistake)
    drawing = np.random.default_rng(3).random((32, 32, 1), np.float32)
    plain, _ = microscope.step(state, mistake=mistake)
    recording, after = microscope.step(state, mistake=mistake, own=(drawing, 9))
    np.testing.assert_array_equal(recording.images[0], drawing)
    np.testing.assert_array_equal(recording.images[1:], plain.images[1:])
    assert recording.labels.tolist() == [9, *plain.labels[1:]]
    if mistake not in ("none", "learning_rate"):  # which takes steps to explode
        found = [each.name for each in symptoms(recording)]
        assert SHOWN_BY[mistake] in found
    again, same = microscope.step(state, mistake=mistake, own=(drawing, 9))
    assert again.loss == recording.loss
    assert equal(same, after)


BLACK = np.zeros((32, 32, 1), np.float32)


@pytest.mark.parametrize(
    ("image", "label", "message"),
    [
        (BLACK[:28, :28], 3, r"shape \(28, 28, 1\); LeNet reads \(32, 32, 1\)"),
        (BLACK, 10, "label is 10; it can be 0 to 9"),
        (BLACK.astype(np.uint8), 3, "This image is uint8; expected float32"),
        (BLACK + 255, 3, "values from 255 to 255; expected 0 to 1"),
        (BLACK - 1, 3, "values from -1 to -1; expected 0 to 1"),
        (BLACK + np.nan, 3, "values from nan to nan; expected 0 to 1"),
    ],
)
def test_a_drawing_that_does_not_fit_is_named(image, label, message):
    state = microscope.begin("Sequential", "sgd")
    with pytest.raises(ValueError, match=message):
        microscope.step(state, own=(image, label))


def test_one_digit_is_followed():
    weights = tuple(_weights())
    seen = microscope.follow(weights, 7)
    model = PARADIGMS["Sequential"]()
    digits = load("sample")
    image = digits.test_images[list(digits.test_labels).index(7)]
    np.testing.assert_array_equal(seen.image, image)
    x = image[np.newaxis]
    for layer, (name, output) in zip(model.layers, seen.maps, strict=True):
        x = layer(x)
        np.testing.assert_array_equal(output, x[0])
        assert layer.name.startswith(name)
    with pytest.raises(ValueError, match="label is 10; it can be 0 to 9"):
        microscope.follow(weights, 10)


def test_a_drawing_is_followed_too():
    weights = tuple(_weights())
    drawing = np.random.default_rng(3).random((32, 32, 1), np.float32)
    seen = microscope.follow(weights, 7, drawing)
    model = PARADIGMS["Sequential"]()
    model.set_weights(weights)
    np.testing.assert_array_equal(seen.image, drawing)
    _, last = seen.maps[-1]
    np.testing.assert_allclose(last, model(drawing[np.newaxis])[0], rtol=1e-6)
    with pytest.raises(ValueError, match=r"shape \(28, 28\); LeNet reads"):
        microscope.follow(weights, 7, drawing[:28, :28, 0])
