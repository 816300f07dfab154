"""One weight under the curve, against tapes written by hand and Keras."""

import math

import numpy as np
import pytest
import tensorflow as tf

from lenet.digits import load
from lenet.microscope.one_weight import weight_curve
from lenet.models import PARADIGMS
from lenet.weights import shipped
from lenet.weights.file import SHAPES

VARIABLES = range(len(SHAPES))
NAMES = list(SHAPES)
BATCH = 16


def batch_of(size):
    sample = load("sample")
    return sample.train_images[:size], sample.train_labels[:size].astype(np.int64)


@pytest.fixture(scope="module")
def batch():
    return batch_of(BATCH)


@pytest.fixture(scope="module")
def model():
    return PARADIGMS["Subclassing"]()


@pytest.fixture(scope="module")
def precise():
    """Make the model of another paradigm, each layer of it made in float64."""

    def made_again(layer):
        return type(layer).from_config(layer.get_config() | {"dtype": "float64"})

    functional = PARADIGMS["Functional"]()
    return tf.keras.models.clone_model(functional, clone_function=made_again)


@pytest.fixture(scope="module")
def weights():
    """Between trained and drawn: no bias is zero, so no ReLU is on its corner."""
    random = np.random.default_rng(3)
    return tuple(
        (weight + random.normal(0, 0.05, weight.shape)).astype(np.float32)
        for weight in shipped()
    )


def loss_of(model, weights, images, labels):
    model.set_weights(weights)
    dtype = model.weights[0].dtype
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(dtype=dtype)
    return loss_fn(labels, model(images, training=True))


def slopes_of(model, weights, images, labels):
    with tf.GradientTape() as tape:
        loss = loss_of(model, weights, images, labels)
    slopes = tape.gradient(loss, model.trainable_variables)
    return [slope.numpy() for slope in slopes]


@pytest.fixture(scope="module")
def precise_slopes(precise, weights, batch):
    return slopes_of(precise, weights, *batch)


@pytest.fixture(scope="module")
def float32_slopes(model, weights, batch):
    return slopes_of(model, weights, *batch)


def somewhere(variable, count, seed):
    """Draw indices in an array at random."""
    random = np.random.default_rng([seed, variable])
    shape = list(SHAPES.values())[variable]
    return [tuple(int(random.integers(n)) for n in shape) for _ in range(count)]


def changed(weights, variable, index, x):
    """Copy weights with one of them set to x."""
    copies = [weight.copy() for weight in weights]
    copies[variable][index] = x
    return copies


@pytest.mark.parametrize("variable", VARIABLES, ids=NAMES)
def test_finite_differences_agree_with_the_tape(
    variable, weights, batch, precise_slopes, float32_slopes
):
    """With the float32 tape to a thousandth, with a float64 one to a millionth.

    A slope is a sum over images and pixels, and rounding is as large as what
    is summed: where the sum nearly cancels, the tape itself knows no more
    digits. So the scale is the slope, or a hundredth of the array's root mean
    square where that is more.
    """
    usual = np.sqrt(np.mean(precise_slopes[variable] ** 2)) / 100
    compared = 0
    for index in somewhere(variable, 6, seed=1):
        curve = weight_curve(weights, *batch, variable, index, points=3)
        by_float32 = float32_slopes[variable][index]
        by_float64 = precise_slopes[variable][index]
        if curve.gradient == by_float32 == 0:
            continue  # a dead unit: no slope either way
        scale = max(abs(by_float64), usual)
        assert abs(curve.gradient - by_float32) <= 1e-3 * scale
        assert abs(curve.gradient - by_float64) <= 1e-6 * scale + 1e-10
        assert not curve.kink
        compared += 1
    assert compared >= 2


@pytest.mark.parametrize("variable", VARIABLES, ids=NAMES)
def test_the_loss_is_that_of_keras(variable, model, precise, weights, batch):
    (index,) = somewhere(variable, 1, seed=2)
    curve = weight_curve(weights, *batch, variable, index)
    expected = float(loss_of(model, weights, *batch))
    assert curve.loss == pytest.approx(expected, abs=1e-6)
    expected = float(loss_of(precise, weights, *batch))
    assert curve.loss == pytest.approx(expected, abs=1e-13)


@pytest.mark.parametrize("variable", VARIABLES, ids=NAMES)
def test_the_curve_is_the_loss_with_that_weight_set(
    variable, model, precise, weights, batch
):
    (index,) = somewhere(variable, 1, seed=3)
    curve = weight_curve(weights, *batch, variable, index)
    assert curve.xs.shape == curve.losses.shape == (41,)
    for x, loss in list(zip(curve.xs, curve.losses, strict=True))[::4]:
        moved = changed(weights, variable, index, x)
        assert loss == pytest.approx(float(loss_of(model, moved, *batch)), abs=1e-5)
    wide = [weight.astype(np.float64) for weight in weights]
    for number in 0, 13, 40:  # exactly, in the first round and in the last
        moved = changed(wide, variable, index, curve.xs[number])
        expected = float(loss_of(precise, moved, *batch))
        assert curve.losses[number] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("points", [3, 21, 23, 41, 101])
@pytest.mark.parametrize("span", [0.01, 0.5, 3])
def test_the_xs_reach_as_far_as_the_span_and_meet_the_value(
    points, span, weights, batch
):
    curve = weight_curve(weights, *batch, 8, (5, 6), span, points)
    assert (curve.variable, curve.index) == (8, (5, 6))
    assert curve.value == float(weights[8][5, 6])
    assert len(curve.xs) == len(curve.losses) == points
    assert curve.xs.dtype == curve.losses.dtype == np.float64
    assert curve.xs[points // 2] == curve.value
    assert curve.losses[points // 2] == curve.loss
    np.testing.assert_allclose(curve.xs[[0, -1]], curve.value + np.array([-span, span]))
    np.testing.assert_allclose(np.diff(curve.xs), 2 * span / (points - 1))


def test_the_tangent_is_the_curves_from_near_by(weights, batch):
    """The curve's own points, close together, rise as the gradient says."""
    curve = weight_curve(weights, *batch, 9, (3,), span=1e-3, points=3)
    rise = (curve.losses[2] - curve.losses[0]) / (curve.xs[2] - curve.xs[0])
    assert rise == pytest.approx(curve.gradient, rel=1e-4)


@pytest.mark.parametrize("size", [1, 2, 70])
def test_any_batch_size(size, model, weights):
    images, labels = batch_of(size)
    for variable in VARIABLES[::2]:
        (index,) = somewhere(variable, 1, seed=4)
        curve = weight_curve(weights, images, labels, variable, index, points=5)
        expected = float(loss_of(model, weights, images, labels))
        assert curve.loss == pytest.approx(expected, abs=1e-6)
        moved = changed(weights, variable, index, curve.xs[0])
        expected = float(loss_of(model, moved, images, labels))
        assert curve.losses[0] == pytest.approx(expected, abs=1e-5)


def test_where_relus_stand_at_zero_the_curve_has_a_kink(precise, batch):
    """Biases start at zero, and over the empty border all outputs are zero too.

    A tape takes a ReLU's slope to be 0 there: the one of smaller biases.
    """
    fresh = PARADIGMS["Sequential"](seed=4).get_weights()
    by_tape = slopes_of(precise, fresh, *batch)[1]
    for channel in range(6):
        curve = weight_curve(fresh, *batch, 1, (channel,), points=3)
        assert curve.kink
        assert curve.gradient == pytest.approx((curve.left + curve.right) / 2)
        assert curve.left == pytest.approx(by_tape[channel], abs=1e-7)
        assert abs(curve.right - curve.left) > 1e-4
    assert not weight_curve(fresh, *batch, 0, (1, 1, 0, 2), points=3).kink


def test_saturated_probabilities_keep_their_loss(model, weights, batch):
    """Keras's loss is computed from the logits: it may exceed -log(1e-7)."""
    images, labels = batch
    large = [weight * 5 for weight in weights]
    expected = float(loss_of(model, large, images, 9 - labels))
    assert expected > 100
    curve = weight_curve(large, images, 9 - labels, 9, (0,), points=3)
    assert curve.loss == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("variable", VARIABLES, ids=NAMES)
@pytest.mark.parametrize("broken", [np.nan, np.inf])
@pytest.mark.parametrize("where", ["the weight itself", "another"])
def test_weights_that_are_no_numbers_give_no_numbers(
    variable, broken, where, weights, batch
):
    index, other = [tuple(0 for _ in SHAPES[NAMES[variable]])] * 2
    if where == "another":
        other = tuple(n - 1 for n in SHAPES[NAMES[variable]])
    curve = weight_curve(
        changed(weights, variable, other, broken), *batch, variable, index
    )
    assert math.isnan(curve.loss)
    assert math.isnan(curve.gradient)
    assert np.isnan(curve.losses).all()
    assert not curve.kink


def test_images_that_are_no_numbers_give_no_numbers(weights, batch):
    images, labels = batch
    curve = weight_curve(weights, images * np.nan, labels, 2, (0, 0, 0, 0), points=3)
    assert np.isnan([curve.loss, curve.gradient, *curve.losses]).all()


def test_zeros_have_no_slope_but_in_the_last_bias(batch):
    zeros = [np.zeros(shape, np.float32) for shape in SHAPES.values()]
    for variable in VARIABLES[:-1]:
        curve = weight_curve(zeros, *batch, variable, somewhere(variable, 1, seed=5)[0])
        np.testing.assert_allclose(curve.losses, np.log(10), rtol=1e-12)
        assert curve.gradient == pytest.approx(0, abs=1e-9)
    curve = weight_curve(zeros, *batch, 9, (3,))
    expected = 0.1 - np.mean(batch[1] == 3)
    assert curve.gradient == pytest.approx(expected, abs=1e-9)


def test_looking_changes_nothing(weights, batch):
    copies = [array.copy() for array in (*weights, *batch)]
    weight_curve(weights, *batch, 4, (5, 6))
    for copy, array in zip(copies, (*weights, *batch), strict=True):
        np.testing.assert_array_equal(copy, array)


@pytest.mark.parametrize(
    ("variable", "index", "options", "says"),
    [
        (-1, (0,), {}, "variable is -1; it can be 0 to 9"),
        (10, (0,), {}, "variable is 10"),
        (0, (0, 0, 1, 0), {}, r"conv2d_1/kernel .* \(0, 0, 0, 0\) to \(2, 2, 0, 5\)"),
        (0, (0, 0, 0), {}, r"index is \(0, 0, 0\)"),
        (0, (0, 0, 0, 0, 0), {}, r"index is"),
        (0, (0, 0, 0, -1), {}, r"index is"),
        (
            9,
            (10,),
            {},
            r"out/bias has the shape \(10,\), so it can be \(0,\) to \(9,\)",
        ),
        (9, (), {}, r"index is \(\)"),
        (9, (0,), {"points": 40}, "points is 40; it can be any odd number"),
        (9, (0,), {"points": 1}, "points is 1"),
        (9, (0,), {"span": 0}, "span is 0"),
        (9, (0,), {"span": math.nan}, "span is nan"),
        (9, (0,), {"span": math.inf}, "span is inf"),
    ],
)
def test_what_is_not_there_is_refused(variable, index, options, says, weights, batch):
    with pytest.raises(ValueError, match=says):
        weight_curve(weights, *batch, variable, index, **options)
