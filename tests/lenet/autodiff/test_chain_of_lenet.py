"""TensorFlow's gradient functions, run apart, for each operation of LeNet."""

import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.eager import context, execute

from lenet.autodiff.chain.apart import jacobians, run_apart
from lenet.autodiff.chain.matching import Matched, Matching
from lenet.autodiff.chain.observing import observe
from lenet.models import PARADIGMS
from lenet.training import train_step

TOLERANCE = 1e-5
STEP = 1e-6  # of the differences, in float64
# What the loss and the layers of LeNet are made of.
KINDS = {
    "AvgPool",
    "BiasAdd",
    "Conv2D",
    "DivNoNan",
    "MatMul",
    "ReadVariableOp",
    "Relu",
    "Reshape",
    "SparseSoftmaxCrossEntropyWithLogits",
    "Squeeze",
    "Sum",
}


def backward_pass(model, side):
    """Return the matched calls of a training step on two images."""
    random = np.random.default_rng(0)
    images = random.random((2, side, side, 1), dtype=np.float32)
    step = (
        model,
        tf.keras.losses.SparseCategoricalCrossentropy(),
        tf.keras.optimizers.SGD(0.0),
        tf.constant(images),
        tf.constant([1, 2]),
    )
    train_step(*step)  # makes the optimizer's variables
    seen = observe(train_step, *step)
    found = [each for each in Matching(seen).steps() if isinstance(each, Matched)]
    assert {each.call.kind for each in found} == KINDS
    return found


@pytest.mark.parametrize("paradigm", PARADIGMS)
def test_run_apart_each_gives_the_tapes_gradient_bit_for_bit(paradigm):
    for matched in backward_pass(PARADIGMS[paradigm](seed=0), 32):
        apart = run_apart(matched, matched.call.upstream)
        for mine, tapes in zip(apart, matched.call.gradients, strict=True):
            assert (mine is None) == (tapes is None)
            if tapes is not None:
                assert np.max(np.abs(mine.numpy() - tapes.numpy())) == 0.0


def small():
    """Return a model of LeNet's layers, small enough for whole Jacobians."""
    layers = tf.keras.layers
    return tf.keras.Sequential(
        [
            layers.Input((6, 6, 1)),
            layers.Conv2D(2, 3, activation="relu"),
            layers.AveragePooling2D(2),
            layers.Flatten(),
            layers.Dense(3, activation="relu"),
            layers.Dense(3, activation="softmax"),
        ]
    )


def in_float64(matched, inputs):
    """Run an operation of the forward pass again, apart, in float64."""
    pairs = dict(
        zip(matched.call.attributes[::2], matched.call.attributes[1::2], strict=True)
    )
    pairs = {name: [] if value is None else value for name, value in pairs.items()}
    if "T" in pairs:
        pairs["T"] = tf.float64.as_datatype_enum
    outputs = execute.execute(
        matched.call.kind.encode(),
        len(matched.operation.outputs),
        inputs,
        tuple(each for pair in pairs.items() for each in pair),
        context.context(),
    )
    return outputs[0].numpy()


def widened(tensor):
    array = np.asarray(tensor)
    return array.astype("float64") if array.dtype == np.float32 else array


def differences(matched, index):
    """Return the Jacobian by one input as central differences."""
    inputs = [widened(each) for each in matched.operation.inputs]
    columns = []
    for place in np.ndindex(inputs[index].shape):
        sides = []
        for sign in (1, -1):
            moved = [np.array(each) for each in inputs]
            moved[index][place] += sign * STEP
            sides.append(in_float64(matched, [tf.constant(each) for each in moved]))
        columns.append((sides[0] - sides[1]) / (2 * STEP))
    return np.stack(columns, axis=-1)


def test_upstream_times_the_explicit_jacobian_is_the_gradient():
    tf.keras.utils.set_random_seed(0)
    compared = set()
    for matched in backward_pass(small(), 6):
        if matched.call.kind == "ReadVariableOp":
            continue  # its input is a handle: the gradient is passed on
        upstream = next(each for each in matched.call.upstream if each is not None)
        own = jacobians(matched)
        for index, gradient in enumerate(matched.call.gradients):
            if gradient is None:
                continue
            jacobian = differences(matched, index)
            flat = jacobian.reshape(-1, jacobian.shape[-1])
            product = upstream.numpy().ravel().astype("float64") @ flat
            assert product == pytest.approx(
                gradient.numpy().ravel(), rel=TOLERANCE, abs=TOLERANCE
            )
            assert own[index].reshape(flat.shape) == pytest.approx(flat, abs=TOLERANCE)
            compared.add(matched.call.kind)
    assert compared == KINDS - {"ReadVariableOp"}
