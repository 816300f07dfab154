"""Every layer's own output, in each paradigm, beside the same one in NumPy."""

import numpy as np
import pytest

from lenet.digits import random_digit
from lenet.drawing.inference import read_digit
from lenet.models import PARADIGMS
from lenet.results.reading import ACTIVE_LAYERS
from lenet.settings import PARADIGM_NAMES
from lenet.state import TrainState
from lenet.weights import shipped
from tests.forward import layers

DIGIT, _ = random_digit(np.random.default_rng(5))


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_each_layers_output_is_what_numpy_computes(paradigm):
    own = PARADIGMS["Sequential"](seed=8).get_weights()
    own[1][:] = np.linspace(-0.3, 0.3, 6)  # biases are zero in a new network
    state = TrainState("Subclassing", "adam", tuple(own), (), step=0, seed=0)
    reading = read_digit(DIGIT, state, paradigm=paradigm)
    for name, weights in {"Shipped": shipped(), "Yours": own}.items():
        expected = layers(weights, DIGIT)
        outputs = reading.activations[name]
        assert len(outputs) == len(expected) == len(ACTIVE_LAYERS)
        for layer, output, exact in zip(ACTIVE_LAYERS, outputs, expected, strict=True):
            assert output.dtype == np.float32
            np.testing.assert_allclose(output, exact, atol=1e-5, err_msg=layer)


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_the_last_output_is_the_prediction(paradigm):
    reading = read_digit(DIGIT, paradigm=paradigm)
    assert reading.activations.keys() == reading.predictions.keys()
    for name, outputs in reading.activations.items():
        np.testing.assert_array_equal(outputs[-1], reading.predictions[name])
