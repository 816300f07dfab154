"""The optimizers' formulas against what Keras does to the weights."""

import inspect

import numpy as np
import pytest
import tensorflow as tf

from lenet.digits import load
from lenet.microscope import formulas
from lenet.microscope.formulas import FORMULAS, SLOTS, explain, remembered
from lenet.models import PARADIGMS
from lenet.state import TrainState, arrays
from lenet.training.batches import Batches
from lenet.training.loss import ScoredLoss
from lenet.training.optimizers import OPTIMIZERS
from lenet.training.step import train_step
from lenet.weights.file import SHAPES

STEPS = 4
INDICES = range(len(SHAPES))
RATES = {"adam": 1e-3, "sgd": 0.1, "momentum": 0.05, "rmsprop": 1e-3}


class Steps:
    """Real training steps: the state before each, and the last one's after."""

    def __init__(self, name, rate):
        self.model = PARADIGMS["Functional"](seed=2)
        self.optimizer = OPTIMIZERS[name](learning_rate=rate)
        self.optimizer.build(self.model.trainable_variables)
        self.name, self.states, self.gradients = name, [self.state(name)], []
        loss_fn = ScoredLoss()
        batches = Batches(load("sample"), 32, 2, 0, 1).of(0)
        for _, (images, labels) in zip(range(STEPS), batches, strict=False):
            with tf.GradientTape() as tape:
                loss = loss_fn(labels, self.model(images, training=True))
            found = tape.gradient(loss, self.model.trainable_variables)
            self.gradients.append([gradient.numpy() for gradient in found])
            train_step(self.model, loss_fn, self.optimizer, images, labels)
            self.states.append(self.state(name))

    def state(self, name):
        step = int(self.optimizer.iterations)
        kept = arrays(self.optimizer.variables)
        return TrainState("Functional", name, arrays(self.model.weights), kept, step, 2)

    def each(self, index):
        """Yield state before, state after and gradient of each step."""
        for step, gradients in enumerate(self.gradients):
            yield self.states[step], self.states[step + 1], gradients[index]


@pytest.fixture(scope="module", params=OPTIMIZERS)
def steps(request):
    return Steps(request.param, RATES[request.param])


@pytest.mark.parametrize("index", INDICES)
def test_weights_by_the_formula_are_those_of_keras(steps, index):
    for before, after, gradient in steps.each(index):
        explained = explain(before, gradient, index)
        expected = after.weights[index]
        moved = before.weights[index] + explained["update"]
        np.testing.assert_allclose(moved, expected, rtol=0, atol=1e-6)
        # Not because it hardly moves: a tenth of a percent of the largest step.
        largest = np.abs(expected - before.weights[index]).max()
        assert largest > 1e-4
        assert np.abs(moved - expected).max() < 1e-3 * largest
        for values in explained.values():
            assert values.dtype == np.float64
            assert values.shape == expected.shape


@pytest.mark.parametrize("index", INDICES)
def test_what_is_remembered_by_the_formula_is_what_keras_remembers(steps, index):
    for before, after, gradient in steps.each(index):
        explained = explain(before, gradient, index)
        for name, kept in remembered(after, index).items():
            ours = explained[SLOTS[steps.name][name]]
            np.testing.assert_allclose(ours, kept, rtol=0, atol=1e-6)
            # Adam's v is small: 1e-6 alone would let any pass.
            assert np.abs(ours - kept).max() <= 1e-5 * np.abs(kept).max()


def test_the_order_of_what_is_remembered_is_that_of_kerass_names(steps):
    """Against the variables' own names, each one's array filled with its index."""
    variables = steps.optimizer.variables
    filled = tuple(
        np.full(variable.shape, number) for number, variable in enumerate(variables)
    )
    paths = [variable.path.partition("/")[2] for variable in variables]
    assert tuple(paths[:2]) == formulas.COUNTERS
    state = TrainState("Functional", steps.name, steps.states[0].weights, filled, 0, 0)
    found = [
        (f"{weight.path.replace('/', '_')}_{name}", array)
        for index, weight in enumerate(steps.model.weights)
        for name, array in remembered(state, index).items()
    ]
    assert [name for name, _ in found] == paths[2:]
    for number, (_, array) in enumerate(found, 2):
        assert (array == number).all()
    assert (formulas.iteration_of(state), formulas.learning_rate_of(state)) == (0, 1)


def test_steps_and_step_size_are_the_optimizers_own(steps):
    assert [formulas.iteration_of(state) for state in steps.states] == [0, 1, 2, 3, 4]
    for state in steps.states:
        assert formulas.learning_rate_of(state) == np.float32(RATES[steps.name])


def test_what_is_remembered_has_the_weights_shape(steps):
    for index, shape in enumerate(SHAPES.values()):
        found = remembered(steps.states[-1], index)
        assert tuple(found) == tuple(SLOTS[steps.name])
        assert all(array.shape == shape for array in found.values())


def test_the_paper_by_hand_for_adams_first_two_steps():
    """With one gradient twice, mean and root are that gradient: a step each."""
    gradient, zero = np.array([2.0, -0.5]), np.zeros(2)
    first = formulas.adam(gradient, zero, zero, 0, 0.1)
    assert tuple(first) == ("m", "v", "m corrected", "v corrected", "update")
    np.testing.assert_allclose(first["m"], [0.2, -0.05])
    np.testing.assert_allclose(first["v"], [0.004, 0.00025])
    second = formulas.adam(gradient, first["m"], first["v"], 1, 0.1)
    for step in first, second:
        np.testing.assert_allclose(step["m corrected"], gradient)
        np.testing.assert_allclose(step["v corrected"], gradient**2)
        np.testing.assert_allclose(step["update"], [-0.1, 0.1], rtol=1e-5)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("size", [0, 1e-9, 1e-7, 1e-5, 1e-3, 1e3])
def test_epsilon_stands_where_keras_puts_it(name, size):
    """Gradients as small as epsilon, where its position in the formula matters."""
    optimizer = OPTIMIZERS[name](learning_rate=1e-3)
    weight = tf.keras.Variable(np.zeros(3), dtype="float32")
    optimizer.build([weight])
    slots = [np.zeros(3) for _ in SLOTS[name]]
    gradient = np.array([size, -size, size / 3])
    before = np.zeros(3)
    for step in range(3):
        more = {"iteration": step} if name == "adam" else {}
        ours = FORMULAS[name](gradient, *slots, learning_rate=1e-3, **more)
        slots = [ours[letter] for letter in SLOTS[name].values()]
        optimizer.apply([tf.constant(gradient, tf.float32)], [weight])
        after = weight.numpy()
        np.testing.assert_allclose(ours["update"], after - before, rtol=1e-3)
        before = after


def test_a_gradient_that_is_not_finite_explains_a_weight_that_is_not(steps):
    gradient = np.array([np.nan, np.inf, 0, 0, 0, 0], np.float32)
    update = explain(steps.states[1], gradient, 1)["update"]
    assert not np.isfinite(update[:2]).any()
    assert np.isfinite(update[2:]).all()


def test_explaining_changes_nothing(steps):
    state, gradient = steps.states[1], steps.gradients[1][0]
    copies = [array.copy() for array in (gradient, *state.optimizer_state)]
    explain(state, gradient, 0)
    for copy, array in zip(copies, (gradient, *state.optimizer_state), strict=True):
        np.testing.assert_array_equal(copy, array)


def test_another_variable_or_shape_is_refused(steps):
    state, gradients = steps.states[0], steps.gradients[0]
    for index in -1, 10:
        with pytest.raises(ValueError, match=f"variable is {index}; it can be 0 to 9"):
            remembered(state, index)
    with pytest.raises(ValueError, match=r"shape \(6,\); variable 0 .* \(3, 3, 1, 6\)"):
        explain(state, gradients[1], 0)


@pytest.mark.parametrize("formula", FORMULAS.values())
def test_a_formula_fits_a_code_box(formula):
    assert len(inspect.getsource(formula).splitlines()) <= 25
    assert "https://" in inspect.getdoc(formula)
