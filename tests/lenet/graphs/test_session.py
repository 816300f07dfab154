"""`predict` by a Session, against Keras in eager execution."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import tensorflow as tf

import lenet
from lenet.digits import load
from lenet.graphs import kernels
from lenet.graphs.session import predict
from lenet.settings import PARADIGM_NAMES


@pytest.fixture(scope="module")
def images():
    return load("sample").test_images[:32]


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_probabilities_are_those_of_eager_keras(paradigm, images):
    model = lenet.pretrained(paradigm)
    found, _ = predict(model.get_weights(), images)
    assert (found.shape, found.dtype) == ((32, 10), np.float32)
    np.testing.assert_allclose(found, model(images).numpy(), rtol=0, atol=1e-6)


def test_the_nodes_that_ran_are_all_that_the_probabilities_need(images):
    weights = lenet.pretrained("Sequential").get_weights()
    _, ran = predict(weights, images)
    assert len(ran) == len(set(ran))
    # Two convolutions, two poolings, three dense layers; each weight is read once.
    kinds = ["Conv2D", "Conv2D_1", "AvgPool2D", "AvgPool2D_1", "probabilities"]
    assert set(kinds) <= set(ran)
    assert sum(name.endswith("ReadVariableOp") for name in ran) == len(weights)
    assert "images" not in ran  # fed
    assert not any("Initializer" in name or "Assign" in name for name in ran)


def test_it_leaves_eager_execution_as_it_was(images):
    predict(lenet.pretrained("Sequential").get_weights(), images[:1])
    assert tf.executing_eagerly()
    assert tf.compat.v1.get_default_graph().get_operations() == []
    with kernels.recording() as ran:  # the profiler is free
        tf.constant(1.0) + 1.0
    assert "AddV2" in {kernel.kind for kernel in ran}


def test_other_shapes_are_refused(images):
    weights = lenet.pretrained("Sequential").get_weights()
    with pytest.raises(ValueError, match=r"\(32, 32, 1\); expected \(n, \*"):
        predict(weights, images[0])
    with pytest.raises(ValueError, match=r"n at least 1"):
        predict(weights, images[:0])
    with pytest.raises(ValueError, match="not finite"):
        predict(weights, np.full((1, 32, 32, 1), np.nan))
    with pytest.raises(ValueError, match="Keras's order"):
        predict(weights[::-1], images)
    with pytest.raises(ValueError, match="Keras's order"):
        predict(weights[:-1], images)


def test_threads_predict_and_record_at_the_same_time(images):
    weights = lenet.pretrained("Sequential").get_weights()

    def record(_):
        with kernels.recording() as ran:
            tf.constant(1.0) + 1.0
        return [kernel.kind for kernel in ran]

    with ThreadPoolExecutor(8) as threads:
        recorded = threads.map(record, range(4))
        found = list(threads.map(lambda _: predict(weights, images), range(4)))
        assert all("AddV2" in kinds for kinds in recorded)
    expected, names = predict(weights, images)
    for probabilities, ran in found:
        np.testing.assert_allclose(probabilities, expected, rtol=0, atol=1e-6)
        assert set(ran) == set(names)
