"""Both modes give the Jacobian by hand, and what ran is counted."""

import numpy as np
import pytest
import tensorflow as tf

from lenet.autodiff.forward_mode import count, modes, network, units
from lenet.autodiff.forward_mode.counting import counting
from lenet.autodiff.forward_mode.jacobian import by_forward_mode, by_reverse_mode
from lenet.models import PARADIGMS
from lenet.results.forward_mode import FORWARD, MODES, REVERSE, SIZES

FORWARD_PASS = 4  # MatMul, Tanh, MatMul, Tanh


@pytest.fixture(scope="module")
def found():
    return modes("Subclassing", 0)


def jacobian_by_hand(inputs, outputs, seed):
    random = np.random.default_rng(seed)
    first = random.normal(size=(inputs, 8))
    second = random.normal(size=(8, outputs))
    at = random.normal(size=(1, inputs))
    hidden = np.tanh(at @ first)
    out = np.tanh(hidden @ second)
    return ((1 - out**2) * (second * (1 - hidden**2).T)).T @ first.T


@pytest.mark.parametrize("inputs", SIZES)
@pytest.mark.parametrize("outputs", [1, 4, 16])
def test_both_modes_give_the_jacobian_by_hand(found, inputs, outputs):
    this = found.of(inputs, outputs)
    expected = jacobian_by_hand(inputs, outputs, 0)
    for mode in MODES:
        assert this.jacobians[mode].shape == (outputs, inputs)
        assert this.jacobians[mode] == pytest.approx(expected, rel=1e-4, abs=1e-5)
    assert this.difference < 1e-5


def test_forward_mode_pays_for_each_input_and_reverse_for_each_output(found):
    column = found.of(1, 1).operations[FORWARD]
    row = found.of(1, 1).operations[REVERSE] - FORWARD_PASS
    assert column > FORWARD_PASS
    assert row == FORWARD_PASS  # one operation back for each one forward
    for each in found.counted:
        assert each.operations[FORWARD] == each.inputs * column
        assert each.operations[REVERSE] == FORWARD_PASS + each.outputs * row


def test_the_modes_cross_where_the_counts_do(found):
    assert found.of(16, 1).fewer == REVERSE
    assert found.of(1, 16).fewer == FORWARD
    for outputs in SIZES:
        first = found.crossing(outputs)
        for inputs in SIZES:
            is_reverse = found.of(inputs, outputs).fewer == REVERSE
            assert is_reverse == (bool(first) and inputs >= first)


def test_equal_counts_have_no_winner(found):
    equal = [each for each in found.counted if len(set(each.operations.values())) == 1]
    assert all(each.fewer == "" for each in equal)


@pytest.mark.parametrize("paradigm", PARADIGMS)
def test_lenets_gradient_agrees_with_the_forward_mode(paradigm):
    lenet = modes(paradigm, 1).lenet
    assert lenet.weights == 81_194
    assert lenet.along == pytest.approx(lenet.tape_along, rel=1e-3)
    assert lenet.operations[FORWARD] > lenet.operations[REVERSE] > FORWARD_PASS


def test_what_runs_within_a_traced_function_counts():
    value = tf.constant(1.0)
    with counting() as count_of:
        tf.exp(value)
    assert count_of.operations == 1
    inner, at = network(2, 2, np.random.default_rng(0)), tf.ones((1, 2))
    by_forward_mode(inner, at, units(2)[:1])
    with counting() as count_of:
        by_forward_mode(inner, at, units(2)[:1])
    # MatMul: two products and their sum; Tanh: its gradient.
    assert count_of.operations == FORWARD_PASS + 2 * (3 + 1)


def test_one_pass_is_one_column_or_one_row():
    function = network(3, 2, np.random.default_rng(2))
    at = tf.ones((1, 3))
    columns = by_forward_mode(function, at, units(3)[1:2])
    rows = by_reverse_mode(function, at, units(2)[:1])
    assert [each.shape for each in (*columns, *rows)] == [(1, 2), (1, 3)]
    assert float(columns[0][0, 0]) == pytest.approx(float(rows[0][0, 1]), rel=1e-5)


def test_a_seed_draws_the_weights():
    one, again, other = (count(2, 2, seed).jacobians[FORWARD] for seed in (0, 0, 1))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
