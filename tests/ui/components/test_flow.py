"""What the picture of the network is told about the layers, beside Keras itself."""

import numpy as np
import pytest

from lenet.drawing.inference import read_digit
from lenet.models import PARADIGMS
from lenet.settings import IMAGE_SHAPE
from lenet.weights import shipped
from ui.components.flow import network

KINDS = {"Conv2D": "convolution", "AveragePooling2D": "pooling", "Dense": "dense"}


@pytest.fixture(scope="module")
def layers():
    reading = read_digit(np.zeros(IMAGE_SHAPE, np.float32))
    return network.layers(reading.activations["Shipped"])


@pytest.fixture(scope="module")
def keras_layers():
    model = PARADIGMS["Sequential"]()
    return [layer for layer in model.layers if layer.name != "flatten"]


def test_each_layer_is_what_keras_runs(layers, keras_layers):
    for layer, real in zip(layers, keras_layers, strict=True):
        config = real.get_config()
        assert layer.kind == KINDS[type(real).__name__]
        assert layer.shape == real.output.shape[1:]
        assert layer.activation == config.get("activation", "")
        if layer.kind != "dense":
            sides = config.get("kernel_size") or config["pool_size"]
            step = layer.window if layer.kind == "pooling" else 1
            assert tuple(sides) == (layer.window, layer.window)
            assert tuple(config["strides"]) == (step, step)
            assert config["padding"] == "valid"


def test_the_weights_start_where_it_is_said(layers, keras_layers):
    joined = np.concatenate([array.ravel() for array in shipped()])
    arrays = iter(shipped())
    for layer, real in zip(layers, keras_layers, strict=True):
        starts = [layer.kernel, layer.bias] if real.weights else []
        for start in starts:
            array = next(arrays)
            found = joined[start : start + array.size]
            np.testing.assert_array_equal(found, array.ravel())
