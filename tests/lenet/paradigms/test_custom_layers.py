"""Custom layers against Keras's, and against NumPy."""

import inspect

import numpy as np
import pytest
import tensorflow as tf

from lenet.models import WEIGHT_COUNTS
from lenet.models.layers import OwnAveragePooling2D, OwnDense
from lenet.paradigms.custom_layers import (
    CUSTOM,
    prove_custom_layers,
    swapped,
    watch_build,
)
from lenet.results.observation import Observation
from lenet.settings import PARADIGM_NAMES

RANDOM = np.random.default_rng(0)
ROWS = RANDOM.normal(size=(33, 20)).astype(np.float32)
PICTURES = RANDOM.normal(size=(5, 13, 10, 3)).astype(np.float32)


def outputs_and_gradients(layer, inputs):
    """Return outputs, and gradients of their squares' sum by inputs and weights."""
    inputs = tf.constant(inputs)
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        outputs = layer(inputs)
        total = tf.reduce_sum(outputs**2)
    gradients = tape.gradient(total, [inputs, *layer.trainable_variables])
    return [outputs.numpy(), *(gradient.numpy() for gradient in gradients)]


def pair(activation=None):
    """Make a layer of each kind, with the same weights and biases that matter."""
    keras, ours = tf.keras.layers.Dense(7, activation), OwnDense(7, activation)
    keras.build(ROWS.shape)
    ours.build(ROWS.shape)
    weights = [RANDOM.normal(size=shape) for shape in ((20, 7), (7,))]
    keras.set_weights(weights)
    ours.set_weights(weights)
    return keras, ours


@pytest.mark.parametrize("activation", [None, "relu", "softmax", tf.keras.ops.tanh])
def test_custom_dense_is_keras_dense_to_the_last_bit(activation):
    expected, ours = (outputs_and_gradients(layer, ROWS) for layer in pair(activation))
    for one, other in zip(expected, ours, strict=True):
        np.testing.assert_array_equal(one, other)


def test_custom_dense_is_a_product_and_a_sum():
    _, ours = pair()
    kernel, bias = (weight.astype(float) for weight in ours.get_weights())
    outputs, by_inputs, by_kernel, by_bias = outputs_and_gradients(ours, ROWS)
    expected = ROWS @ kernel + bias
    np.testing.assert_allclose(outputs, expected, atol=1e-5)
    np.testing.assert_allclose(by_inputs, 2 * expected @ kernel.T, rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(by_kernel, ROWS.T @ (2 * expected), rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(by_bias, 2 * expected.sum(axis=0), rtol=1e-4)
    _, rectified = pair("relu")
    rectified.set_weights([kernel, bias])
    np.testing.assert_allclose(rectified(ROWS), np.maximum(expected, 0), atol=1e-5)


def test_custom_dense_starts_as_keras_does():
    layer = OwnDense(300)
    layer.build((None, 200))
    kernel, bias = layer.get_weights()
    limit = np.sqrt(6 / (200 + 300))
    assert limit * 0.99 < np.abs(kernel).max() <= limit
    assert kernel.var() == pytest.approx(limit**2 / 3, rel=0.05)
    assert not bias.any()


@pytest.mark.parametrize("shape", [(5, 30, 30, 6), (5, 13, 13, 16), (1, 4, 7, 1)])
def test_custom_pooling_is_keras_pooling_to_the_last_bit(shape):
    pictures = RANDOM.normal(size=shape).astype(np.float32)
    keras, ours = tf.keras.layers.AveragePooling2D(2), OwnAveragePooling2D(2)
    expected = outputs_and_gradients(keras, pictures)
    for one, other in zip(expected, outputs_and_gradients(ours, pictures), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_custom_pooling_is_a_mean(size):
    rows, columns = 13 // size, 10 // size
    windows = PICTURES[:, : rows * size, : columns * size].astype(float)
    windows = windows.reshape(5, rows, size, columns, size, 3)
    layer = OwnAveragePooling2D(size)
    np.testing.assert_allclose(layer(PICTURES), windows.mean(axis=(2, 4)), atol=1e-6)
    assert layer.weights == []
    shape = (5, rows, columns, 3)
    assert layer.compute_output_shape(PICTURES.shape) == shape
    keras = tf.keras.layers.AveragePooling2D(size)
    assert keras.compute_output_shape(PICTURES.shape) == shape


def test_custom_layers_are_made_again_from_their_config():
    dense = OwnDense.from_config(OwnDense(7, "relu", name="fc").get_config())
    assert (dense.units, dense.activation, dense.name) == (
        7,
        tf.keras.activations.relu,
        "fc",
    )
    pool = OwnAveragePooling2D(3, name="pool")
    again = OwnAveragePooling2D.from_config(pool.get_config())
    assert (again.size, again.name) == (3, "pool")


# Keras saves weights with np.array, which NumPy 2 warns of.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize("paradigm", ["Sequential", "Functional"])
def test_a_saved_model_with_custom_layers_computes_as_before(paradigm, tmp_path):
    model = CUSTOM[paradigm]()
    model.save(tmp_path / "custom.keras")
    loaded = tf.keras.models.load_model(tmp_path / "custom.keras")
    assert isinstance(loaded.get_layer("fc_1"), OwnDense)
    images = RANDOM.random((3, 32, 32, 1), np.float32)
    np.testing.assert_array_equal(model(images), loaded(images))


# Keras saves weights with np.array, which NumPy 2 warns of.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_saved_weights_fit_another_such_model(paradigm, tmp_path):
    model, other = CUSTOM[paradigm](), CUSTOM[paradigm]()
    model.save_weights(tmp_path / "custom.weights.h5")
    other.load_weights(tmp_path / "custom.weights.h5")
    for one, same in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(one, same)


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_custom_layers_stand_where_keras_stood(paradigm):
    model = CUSTOM[paradigm]()
    counts = {
        layer.name: layer.count_params() for layer in model.layers if layer.weights
    }
    assert counts == WEIGHT_COUNTS
    assert model.count_params() == 81_194
    paths = [weight.path.removeprefix("lenet/") for weight in model.weights]
    assert paths == [f"{name}/{part}" for name in counts for part in ("kernel", "bias")]
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds.count("OwnDense") == 3
    assert kinds.count("OwnAveragePooling2D") == (2 if paradigm == "Sequential" else 1)
    replaced = (tf.keras.layers.Dense, tf.keras.layers.AveragePooling2D)
    assert not [
        layer for layer in model._flatten_layers() if isinstance(layer, replaced)
    ]
    lines = []
    model.summary(print_fn=lines.append)
    assert "?" not in "".join(lines)  # each layer's output shape is known


def test_the_shared_layer_stays_shared():
    model = CUSTOM["Functional"]()
    pools = [layer for layer in model.layers if isinstance(layer, OwnAveragePooling2D)]
    assert [pool.name for pool in pools] == ["average_pool"]
    sizes = [node.input_tensors[0].shape[1] for node in pools[0]._inbound_nodes]
    assert sizes == [30, 13]


def test_the_subclass_holds_each_layer_once():
    model = CUSTOM["Subclassing"]()
    names = ["conv2d_1", "average_pool", "conv2d_2", "flatten", "fc_1", "fc_2", "out"]
    assert model.layers == [getattr(model, name) for name in names]
    images = RANDOM.random((3, 32, 32, 1), np.float32)
    weights = {weight.path for weight in model.weights}
    model(images)
    assert {weight.path for weight in model.weights} == weights


def test_other_layers_are_copied_and_not_taken_out_of_their_model():
    layer = tf.keras.layers.Conv2D(6, 3, activation="relu", name="conv2d_1")
    copy = swapped(layer)
    assert copy is not layer
    assert copy.get_config() == layer.get_config()


@pytest.mark.parametrize("batch_size", [1, 64, 100])
def test_custom_layers_compute_the_same_bit_for_bit(batch_size):
    comparisons = prove_custom_layers(seed=2, batch_size=batch_size)
    assert tuple(comparisons) == PARADIGM_NAMES
    for comparison in comparisons.values():
        assert list(comparison.passes) == ["Keras's layers", "Custom layers"]
        assert set(comparison.differences.values()) == {0.0}
        for one in comparison.passes.values():
            assert all(gradient.any() for gradient in one.gradients.values())


def test_one_paradigm_alone():
    [(name, comparison)] = prove_custom_layers("Functional", batch_size=8).items()
    assert name == "Functional"
    assert comparison.images.shape == (8, 32, 32, 1)
    with pytest.raises(ValueError, match="'Sequential', 'Functional'"):
        prove_custom_layers("PyTorch")
    with pytest.raises(ValueError, match="batch_size is 0"):
        prove_custom_layers(batch_size=0)


def test_the_proof_finds_a_layer_that_is_wrong(monkeypatch):
    monkeypatch.setattr(
        OwnDense,
        "call",
        lambda layer, x: layer.activation(x @ layer.kernel + layer.bias + 1e-3),
    )
    for comparison in prove_custom_layers(batch_size=8).values():
        assert all(found > 0 for found in comparison.differences.values())


def test_build_is_watched():
    fresh, first, second, wrong = watch_build()
    assert fresh.returned == "nothing"
    assert first.returned == "kernel: (576, 120)\nbias: (120,)"
    assert second.returned == "kernel: (84, 120)\nbias: (120,)"
    assert wrong.returned == ""
    assert wrong.error.startswith("ValueError: Input 0")
    assert "to have value 576" in wrong.error
    assert "shape (1, 84)" in wrong.error
    for step in (fresh, first, second, wrong):
        assert isinstance(step, Observation)
        assert step.source.file == "lenet/paradigms/custom_layers.py"
        assert 'OwnDense(120, name="fc")' in step.source.text
        assert step.worked == (step is not wrong)


@pytest.mark.parametrize("wrong", [0, -3, 1.5, "ten", None])
def test_a_size_must_be_a_whole_number(wrong):
    with pytest.raises(ValueError, match=r"units is .*; it must be a whole number, 1"):
        OwnDense(wrong)
    with pytest.raises(ValueError, match=r"size is .*; it must be a whole number, 1"):
        OwnAveragePooling2D(wrong)


@pytest.mark.parametrize("layer", [OwnDense, OwnAveragePooling2D])
def test_a_layer_fits_a_glance(layer):
    lines, _ = inspect.getsourcelines(layer)
    assert len(lines) <= 31  # 30 and the decorator
