"""The backward pass, step by step: its order, its numbers, and who computed them."""

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import HealthCheck, assume, given, settings

from lenet.autodiff import chain
from lenet.autodiff.chain.examples import FUNCTIONS, arguments
from lenet.autodiff.chain.matching import Matching, Met
from lenet.autodiff.chain.observing import observe
from lenet.autodiff.expression import derivatives
from lenet.autodiff.expression.by_tensorflow import value_and_gradients
from lenet.autodiff.formula import parse
from lenet.results.chain import CONVOLUTION, DENSE, EXAMPLES, SOFTMAX, Call, Sum
from tests.lenet.autodiff.formulas import formulas, points

TOLERANCE = 1e-5
TEXT = "sin(x)*y + x**2/exp(y)"
X, Y = 1.5, 0.5


def many(count):
    return settings(
        max_examples=count,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def flows(call):
    return {flow.input: float(flow.gradient) for flow in call.flows}


def test_a_formula_goes_back_in_the_order_of_the_tape():
    found = chain.of_formula(TEXT, X, Y)
    assert [(type(step), step.node) for step in found.steps] == [
        (Call, "add_v2"),
        (Call, "mul"),
        (Call, "real_div"),
        (Call, "sin"),
        (Call, "pow"),
        (Call, "exp"),
        (Sum, "x"),
        (Sum, "y"),
    ]
    made = [node.kind for node in found.nodes if node.inputs]
    assert made == ["Sin", "Mul", "Pow", "Exp", "RealDiv", "AddV2"]
    assert found.operations == 23
    assert sum(len(call.ran) for call in found.calls) + len(found.sums) == 23


def test_the_numbers_of_each_step_are_those_by_hand():
    found = chain.of_formula(TEXT, X, Y)
    steps = {step.node: step for step in found.steps}
    exp = np.exp(Y)
    assert flows(steps["add_v2"]) == {"mul": 1, "real_div": 1}
    assert flows(steps["mul"]) == pytest.approx({"sin": Y, "y": np.sin(X)})
    assert flows(steps["real_div"]) == pytest.approx(
        {"pow": 1 / exp, "exp": -(X**2) / exp**2}
    )
    assert flows(steps["sin"]) == pytest.approx({"x": Y * np.cos(X)})
    assert flows(steps["pow"]) == pytest.approx({"x": 2 * X / exp})
    assert flows(steps["exp"]) == pytest.approx({"y": -(X**2) / exp})
    local = {flow.input: float(flow.jacobian) for flow in steps["sin"].flows}
    assert local == pytest.approx({"x": np.cos(X)})
    assert steps["sin"].upstream == np.float32(Y)
    assert steps["x"].parts == pytest.approx((Y * np.cos(X), 2 * X / exp))
    assert found.gradients["x"] == steps["x"].total
    assert found.gradients["y"] == pytest.approx(np.sin(X) - X**2 / exp)


@many(150)
@given(formulas, points, points)
def test_each_formula_leads_back_to_the_tapes_own_gradients(text, x, y):
    try:
        formula = parse(text)
    except ValueError:
        assume(False)
    seen = observe(value_and_gradients, formula, x, y, tf.float32)
    matching = Matching(seen)
    steps = list(matching.steps())
    assert len(steps) == len(seen.calls) + sum(isinstance(s, Met) for s in steps)
    for source, gradient in zip(seen.sources, seen.gradients, strict=True):
        # The very tensor that the tape returned, where the value depends on it.
        if source is not seen.target and id(source) in matching.arrived:
            assert matching.gradient(source) is gradient


@many(150)
@given(formulas, points, points)
def test_upstream_times_local_is_what_each_function_returned(text, x, y):
    try:
        found = chain.of_formula(text, x, y)
    except ValueError:
        assume(False)
    for call in found.calls:
        for flow in call.flows:
            product = flow.product(call.upstream)
            assume(np.isfinite(product) and abs(product) < 1e30)
            assert flow.gradient == pytest.approx(product, rel=TOLERANCE, abs=1e-37)


def test_the_gradients_are_those_of_the_witnesses():
    for text in ("x*y + x", "sigmoid(2*x - y)", "x**y", "tanh(x)/cos(y)", "-x - -y"):
        found, witness = chain.of_formula(text, X, Y), derivatives(text, X, Y)
        gradients = [float(found.gradients[name]) for name in "xy"]
        assert gradients == pytest.approx(witness.tape, rel=TOLERANCE)


@pytest.mark.parametrize(("text", "x"), [("5", 0.0), ("y", 0.0), ("x", 1.0)])
def test_a_formula_without_an_operation_has_no_step(text, x):
    found = chain.of_formula(text, X, Y)
    assert not found.steps
    assert found.gradients["x"] == x


def test_without_a_value_the_numbers_are_nan():
    found = chain.of_formula("log(x)*y", -1.0, Y)
    assert np.isnan(found.values["log"])
    assert [step.node for step in found.steps] == ["mul", "log"]


def test_the_dense_layer_by_hand():
    inputs, weights, bias = (each.numpy() for each in arguments(DENSE, 3))
    found = chain.of_example(DENSE, 3)
    outputs = np.maximum(inputs @ weights + bias, 0)
    arriving = 2 * outputs * (outputs > 0)
    assert found.gradients["weights"] == pytest.approx(
        inputs.T @ arriving, rel=TOLERANCE, abs=1e-6
    )
    assert found.gradients["bias"] == pytest.approx(arriving.sum(axis=0), rel=TOLERANCE)
    call = next(call for call in found.calls if call.kind == "AddV2")
    kinds = [ran.kind for ran in call.ran]
    assert {"BroadcastGradientArgs", "Sum"} <= set(kinds)
    assert call.flows[1].jacobian.shape == (4, 2, 2)
    assert call.flows[1].jacobian.reshape(8, 2) == pytest.approx(
        np.tile(np.eye(2), (4, 1))
    )


def test_softmax_with_cross_entropy_by_hand():
    logits, labels = (each.numpy() for each in arguments(SOFTMAX, 5))
    powers = np.exp(logits)
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    found = chain.of_example(SOFTMAX, 5)
    assert found.gradients["logits"] == pytest.approx(
        (probabilities - labels) / 2, rel=TOLERANCE, abs=1e-6
    )
    # The function of Mul returns a gradient for the labels as well: the tape drops it.
    assert "labels" not in {f.input for call in found.calls for f in call.flows}


def test_the_convolution_by_hand():
    image, kernel = (np.squeeze(each.numpy()) for each in arguments(CONVOLUTION, 7))
    windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
    outputs = (windows * kernel).sum(axis=(2, 3))
    found = chain.of_example(CONVOLUTION, 7)
    by_kernel = (2 * outputs[:, :, None, None] * windows).sum(axis=(0, 1))
    assert np.squeeze(found.gradients["kernel"]) == pytest.approx(
        by_kernel, rel=TOLERANCE, abs=1e-5
    )
    by_image = np.zeros_like(image)
    for row in range(2):
        for column in range(2):
            part = by_image[row : row + 3, column : column + 3]
            part += 2 * outputs[row, column] * kernel
    assert np.squeeze(found.gradients["image"]) == pytest.approx(
        by_image, rel=TOLERANCE, abs=1e-5
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_seed_draws_an_examples_numbers(name):
    one, again, other = (chain.of_example(name, seed) for seed in (0, 0, 1))
    assert {n: v.tolist() for n, v in one.values.items()} == {
        n: v.tolist() for n, v in again.values.items()
    }
    assert one.values[one.target] != other.values[other.target]
    assert one.source.text.startswith(f"def {FUNCTIONS[name].__name__}(")


def test_gradients_arrive_at_a_node_step_by_step():
    found = chain.of_formula(TEXT, X, Y)
    counts = [found.arrived("x", position).count for position in range(9)]
    assert counts == [0, 0, 0, 0, 1, 2, 2, 2, 2]
    assert found.arrived("x", 6).total is None
    assert found.arrived("x", 7).total == found.gradients["x"]
    assert found.arrived("sin", 2).total == np.float32(Y)
    assert found.arrived("constant", 8).expected == 0
    assert found.position_of("mul") == 2
    assert found.position_of("x") == 7
    assert found.position_of("constant") is None


def test_a_call_that_fits_no_operation_is_reported():
    seen = observe(value_and_gradients, parse("sin(x)"), X, Y, tf.float32)
    seen.calls[0].kind = "Cos"
    with pytest.raises(ValueError, match="gradient function of Cos"):
        list(Matching(seen).steps())


def test_the_source_of_a_gradient_function_is_tensorflows():
    source = chain.gradient_function("Sin")
    assert source.text.startswith('@ops.RegisterGradient("Sin")')
    assert source.file == "tensorflow/python/ops/math_grad.py"
    assert chain.gradient_function("OneHot") is None
    with pytest.raises(LookupError):
        chain.gradient_function("NoOperation")


@pytest.mark.parametrize(("text", "count"), [("log(x)", 2), ("x*x", 3), ("5", 0)])
def test_only_what_the_backward_pass_ran_counts(text, count):
    """For y, which is missing, the tape makes zeros: no gradient function does."""
    assert chain.of_formula(text, X, Y).operations == count
