import numpy as np
import pytest
import tensorflow as tf

from lenet.models import PARADIGMS, WEIGHT_COUNTS, initialise
from lenet.models.subclassing import LeNet
from lenet.settings import PARADIGM_NAMES

IMAGES = np.random.default_rng(0).random((7, 32, 32, 1), np.float32)


@pytest.fixture(scope="module")
def models() -> dict[str, tf.keras.Model]:
    return {paradigm: build(seed=3) for paradigm, build in PARADIGMS.items()}


def convolve(images: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Compute what the paper defines: each output is a window times the kernel."""
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), axis=(1, 2))
    return np.einsum("nyxchw,hwcf->nyxf", windows, kernel) + bias


def pool(images: np.ndarray) -> np.ndarray:
    height, width = images.shape[1] // 2, images.shape[2] // 2
    cut = images[:, : 2 * height, : 2 * width]
    return cut.reshape(len(images), height, 2, width, 2, -1).mean(axis=(2, 4))


def forward(weights: list[np.ndarray], images: np.ndarray) -> np.ndarray:
    """LeNet's forward pass in double precision, by hand."""
    weights = [weight.astype(np.float64) for weight in weights]
    x = pool(np.maximum(convolve(images, *weights[0:2]), 0))
    x = pool(np.maximum(convolve(x, *weights[2:4]), 0))
    x = x.reshape(len(images), -1)
    x = np.maximum(x @ weights[4] + weights[5], 0)
    x = np.maximum(x @ weights[6] + weights[7], 0)
    exponentials = np.exp(x @ weights[8] + weights[9])
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def test_the_registry_names_the_paradigms() -> None:
    assert tuple(PARADIGMS) == PARADIGM_NAMES


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_layers_and_weights(models: dict, paradigm: str) -> None:
    model = models[paradigm]
    counts = {
        layer.name: layer.count_params() for layer in model.layers if layer.weights
    }
    assert counts == WEIGHT_COUNTS
    assert sum(counts.values()) == model.count_params() == 81_194
    paths = [weight.path.removeprefix("lenet/") for weight in model.weights]
    expected = [f"{name}/{part}" for name in counts for part in ("kernel", "bias")]
    assert paths == expected


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_outputs_are_probabilities(models: dict, paradigm: str) -> None:
    outputs = models[paradigm](IMAGES).numpy()
    assert outputs.shape == (7, 10)
    assert outputs.dtype == np.float32
    assert outputs.min() >= 0
    np.testing.assert_allclose(outputs.sum(axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_the_forward_pass_is_what_the_paper_says(models: dict, paradigm: str) -> None:
    model = models[paradigm]
    random = np.random.default_rng(1)
    weights = [  # with biases that matter, unlike those at the start
        weight + random.normal(0, 0.05, weight.shape).astype(np.float32)
        for weight in model.get_weights()
    ]
    fresh = PARADIGMS[paradigm]()
    fresh.set_weights(weights)
    expected = forward(weights, IMAGES)
    np.testing.assert_allclose(fresh(IMAGES).numpy(), expected, atol=1e-5)


def test_equal_weights_give_bit_identical_outputs(models: dict) -> None:
    outputs = [model(IMAGES).numpy() for model in models.values()]
    np.testing.assert_array_equal(outputs[0], outputs[1])
    np.testing.assert_array_equal(outputs[0], outputs[2])


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_a_seed_decides_the_weights(models: dict, paradigm: str) -> None:
    tf.random.normal((3,))  # what else the process drew does not matter
    same, other = PARADIGMS[paradigm](seed=3), PARADIGMS[paradigm](seed=4)
    for weight, again in zip(
        models[paradigm].get_weights(), same.get_weights(), strict=True
    ):
        np.testing.assert_array_equal(weight, again)
    assert (same.get_weights()[0] != other.get_weights()[0]).all()


def test_weights_start_glorot_uniform(models: dict) -> None:
    kernel = models["Sequential"].get_layer("fc_1").kernel.numpy()
    limit = np.sqrt(6 / (576 + 120))
    assert np.abs(kernel).max() == pytest.approx(limit, rel=1e-3)
    assert kernel.var() == pytest.approx(limit**2 / 3, rel=0.02)
    window = models["Sequential"].get_layer("conv2d_2").kernel.numpy()
    limit = np.sqrt(6 / (9 * (6 + 16)))
    assert np.abs(window).max() == pytest.approx(limit, rel=0.01)
    assert not models["Sequential"].get_layer("out").bias.numpy().any()


def test_a_model_without_weights_cannot_be_initialised() -> None:
    with pytest.raises(ValueError, match="not built yet: call it once"):
        initialise(LeNet(), seed=0)


def test_the_subclass_keeps_the_courses_shape(models: dict) -> None:
    model = models["Subclassing"]
    pools = [
        layer
        for layer in model.layers
        if isinstance(layer, tf.keras.layers.AveragePooling2D)
    ]
    assert pools == [model.average_pool]
    sizes = []
    pool_once = model.average_pool.call

    def watched(images: tf.Tensor) -> tf.Tensor:
        sizes.append(images.shape[1])
        return pool_once(images)

    model.average_pool.call = watched
    try:
        model(IMAGES)
    finally:
        model.average_pool.call = pool_once
    assert sizes == [30, 13]
