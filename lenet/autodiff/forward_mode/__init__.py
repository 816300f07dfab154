"""Forward mode and reverse mode: one Jacobian, and the operations of each.

`jacobian` has both modes, `counting` counts what ran.
"""

import numpy as np
import tensorflow as tf

from lenet.autodiff.forward_mode.counting import counting
from lenet.autodiff.forward_mode.jacobian import (
    Function,
    by_forward_mode,
    by_reverse_mode,
)
from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.results.forward_mode import (
    FORWARD,
    REVERSE,
    SIZES,
    Counted,
    Modes,
    OfLeNet,
)

__all__ = ["modes"]

HIDDEN = 8  # units between the inputs and the outputs
BATCH_SIZE = 8


def modes(paradigm: str, seed: int) -> Modes:
    """Return both modes for small networks of all SIZES, and for LeNet.

    The seed draws the weights. TensorFlow traces the forward mode's functions,
    and with other shapes after many traces: run it in a process of its own.

    Baydin et al. (2018), https://jmlr.org/papers/v18/17-468.html
    """
    counted = [
        count(inputs, outputs, seed) for inputs in SIZES for outputs in SIZES
    ]
    return Modes(tuple(counted), of_lenet(paradigm, seed))


def count(inputs: int, outputs: int, seed: int) -> Counted:
    """Return the Jacobian of a small network in both modes, counted."""
    random = np.random.default_rng(seed)
    function = network(inputs, outputs, random)
    at = tf.constant(random.normal(size=(1, inputs)), tf.float32)
    by_forward_mode(function, at, units(inputs))  # traces what it calls
    with counting() as forward:
        columns = by_forward_mode(function, at, units(inputs))
    with counting() as reverse:
        rows = by_reverse_mode(function, at, units(outputs))
    return Counted(
        inputs,
        outputs,
        {FORWARD: forward.operations, REVERSE: reverse.operations},
        {
            FORWARD: np.concatenate(columns).T,
            REVERSE: np.concatenate(rows),
        },
    )


def network(inputs: int, outputs: int, random: np.random.Generator) -> Function:
    """Return a function from (1, inputs) to (1, outputs): two dense layers."""
    first = tf.constant(random.normal(size=(inputs, HIDDEN)), tf.float32)
    second = tf.constant(random.normal(size=(HIDDEN, outputs)), tf.float32)
    return lambda values: tf.tanh(tf.tanh(values @ first) @ second)


def units(count: int) -> list[tf.Tensor]:
    """Return the (1, count) vectors with a single 1."""
    return [tf.constant(row[None]) for row in np.eye(count, dtype=np.float32)]


def of_lenet(paradigm: str, seed: int) -> OfLeNet:
    """Return what the gradient of LeNet's loss costs in both modes."""
    model = PARADIGMS[paradigm](seed=seed)
    digits = load("sample", limit=BATCH_SIZE)
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    # The accumulator takes TensorFlow's variables, not those of Keras.
    weights = [variable.value for variable in model.trainable_variables]
    random = np.random.default_rng(seed)
    tangents = [
        tf.constant(random.normal(size=each.shape), tf.float32)
        for each in weights
    ]

    def forward() -> tf.Tensor:
        with tf.autodiff.ForwardAccumulator(weights, tangents) as accumulator:
            loss = loss_fn(digits.train_labels, model(digits.train_images))
        return accumulator.jvp(loss)

    def reverse() -> list[tf.Tensor]:
        with tf.GradientTape() as tape:
            loss = loss_fn(digits.train_labels, model(digits.train_images))
        return tape.gradient(loss, weights)

    forward()  # traces what it calls
    with counting() as by_forward:
        along = forward()
    with counting() as by_reverse:
        gradients = reverse()
    return OfLeNet(
        model.count_params(),
        {FORWARD: by_forward.operations, REVERSE: by_reverse.operations},
        float(along),
        sum(
            float(tf.reduce_sum(gradient * tangent))
            for gradient, tangent in zip(gradients, tangents, strict=True)
        ),
    )
