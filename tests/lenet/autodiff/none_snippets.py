"""Other code whose gradient is None: the probe has never seen it."""

import math

import keras
import numpy as np
import tensorflow as tf

from lenet.results.none_clinic import (
    INTEGER,
    NO_DERIVATIVE,
    NO_PATH,
    NOT_TRAINABLE,
    NOT_WATCHED,
    NUMPY,
    OUTSIDE,
    REPLACED,
    STATE,
    STOPPED,
)


def second_step():
    weights = tf.Variable([1.0, 2.0])
    for _ in range(2):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(weights * weights)
        gradient = tape.gradient(loss, weights)
        if gradient is None:
            return gradient
        weights = weights - 0.1 * gradient
    return gradient


def replaced_after_the_tape():
    weight = tf.Variable(2.0)
    with tf.GradientTape() as tape:
        loss = weight**3
    weight = weight * 1.0
    return tape.gradient(loss, weight)


def numpy_in_an_expression():
    x = tf.constant([1.0, 2.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = tf.reduce_sum(np.exp(x) * 2.0)
    return tape.gradient(loss, x)


def numpy_of_a_tensor():
    weight = tf.Variable(2.0)
    with tf.GradientTape() as tape:
        hidden = weight * 3.0
        loss = tf.constant(hidden.numpy()) * hidden.numpy()
    return tape.gradient(loss, weight)


def python_float():
    weight = tf.Variable(2.0)
    with tf.GradientTape() as tape:
        hidden = float(weight * 3.0)
        loss = tf.square(hidden)
    return tape.gradient(loss, weight)


def python_loop():
    weights = tf.Variable([1.0, 2.0])
    with tf.GradientTape() as tape:
        total = sum(float(each) for each in weights.numpy())
        loss = tf.square(total)
    return tape.gradient(loss, weights)


def python_math():
    weight = tf.Variable(1.0)
    with tf.GradientTape() as tape:
        loss = tf.constant(math.sin(weight))
    return tape.gradient(loss, weight)


def squared(values):
    return np.square(values)


def numpy_in_a_function():
    weights = tf.Variable([0.25, 0.75])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(squared(weights * 2.0) * 3.0)
    return tape.gradient(loss, weights)


class Roots:
    def __call__(self, values):
        return (lambda inner: self.root(inner))(values)

    def root(self, values):
        from numpy import sqrt

        return sqrt(values)


def numpy_in_a_method():
    weights, roots = tf.Variable([0.25, 0.75]), Roots()
    with tf.GradientTape() as tape:
        hidden = weights * 2.0
        loss = tf.reduce_sum(squared(roots(hidden)) + 1.0)
    return tape.gradient(loss, weights)


def stopped_on_purpose():
    weight = tf.Variable(2.0)
    with tf.GradientTape() as tape:
        loss = tf.exp(tf.stop_gradient(tf.sin(weight)))
    return tape.gradient(loss, weight)


def integer_constant():
    x = tf.constant([1, 2])
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = tf.reduce_sum(tf.cast(x, tf.float32) ** 2)
    return tape.gradient(loss, x)


def assigned():
    weight, copy = tf.Variable(2.0), tf.Variable(0.0)
    with tf.GradientTape() as tape:
        copy.assign(weight * weight)
        loss = tf.exp(copy)
    return tape.gradient(loss, weight)


def other_variable():
    weight, other = tf.Variable(2.0), tf.Variable(5.0)
    with tf.GradientTape() as tape:
        loss = other * other
    return tape.gradient(loss, weight)


def stopped():
    weight = tf.Variable(2.0)
    with tf.GradientTape() as tape:
        with tape.stop_recording():
            hidden = weight * weight
        loss = hidden + 1.0
    return tape.gradient(loss, weight)


def mean_square(x):
    return tf.reduce_mean(x**2)


def loss_function_outside():
    weight = tf.Variable(2.0)
    with tf.GradientTape() as tape:
        hidden = weight * 2.0
    return tape.gradient(mean_square(hidden), weight)


def frozen_in_a_function():
    weight = tf.Variable(2.5, trainable=False)
    square = tf.function(lambda: weight * weight)
    with tf.GradientTape() as tape:
        loss = square() + 1.0
    return tape.gradient(loss, weight)


def one_of_two():
    weight, frozen = tf.Variable(2.0), tf.Variable(3.0, trainable=False)
    with tf.GradientTape() as tape:
        loss = weight * frozen
    return tape.gradient(loss, [weight, frozen])[1]


def not_accessed():
    weight = tf.Variable(2.0)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        loss = weight * weight
    return tape.gradient(loss, weight)


def watched_too_late():
    x = tf.constant(3.0)
    with tf.GradientTape() as tape:
        loss = x * x
        tape.watch(x)
    return tape.gradient(loss, x)


def floor():
    weight = tf.Variable(2.5)
    with tf.GradientTape() as tape:
        loss = tf.floor(weight * 3.0)
    return tape.gradient(loss, weight)


def threshold():
    weights = tf.Variable([2.5, -1.0])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.where(weights > 0.0, 1.0, 0.0))
    return tape.gradient(loss, weights)


def argmax_in_a_function():
    logits = tf.Variable([2.5, 1.0])
    best = tf.function(lambda: tf.cast(tf.argmax(logits), tf.float32))
    with tf.GradientTape() as tape:
        loss = best() + 1.0
    return tape.gradient(loss, logits)


CAUSE_OF = {
    second_step: REPLACED,
    replaced_after_the_tape: REPLACED,
    numpy_in_an_expression: NUMPY,
    numpy_of_a_tensor: NUMPY,
    python_float: NUMPY,
    python_loop: NUMPY,
    python_math: NUMPY,
    numpy_in_a_function: NUMPY,
    numpy_in_a_method: NUMPY,
    stopped_on_purpose: STOPPED,
    integer_constant: INTEGER,
    assigned: STATE,
    other_variable: NO_PATH,
    stopped: OUTSIDE,
    loss_function_outside: OUTSIDE,
    frozen_in_a_function: NOT_TRAINABLE,
    one_of_two: NOT_TRAINABLE,
    not_accessed: NOT_WATCHED,
    watched_too_late: NOT_WATCHED,
    floor: NO_DERIVATIVE,
    threshold: NO_DERIVATIVE,
    argmax_in_a_function: NO_DERIVATIVE,
}


def in_a_function():
    weights = tf.Variable([2.5, 1.0])
    square = tf.function(lambda: tf.reduce_sum(weights * weights))
    with tf.GradientTape() as tape:
        loss = square() + 1.0
    return tape.gradient(loss, weights)


def after_an_update():
    weight, optimizer = tf.Variable(1.0), keras.optimizers.SGD(0.1)
    for _ in range(2):
        with tf.GradientTape() as tape:
            loss = weight * weight
        gradient = tape.gradient(loss, weight)
        optimizer.apply_gradients([(gradient, weight)])
    return gradient


def of_an_intermediate():
    weight = tf.Variable(2.0)
    with tf.GradientTape() as tape:
        hidden = weight * 3.0
        print(f"{float(hidden)}")  # an array that the loss does not use
        loss = hidden**2
    return tape.gradient(loss, hidden)


def doubled_by_numpys_number(values):
    return values * np.float32(2.0)


def numpy_number_in_a_function():
    weight = tf.Variable([2.0, 1.0])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(doubled_by_numpys_number(weight))
    return tape.gradient(loss, weight)


def numpy_number_then_floor():
    weight = tf.Variable([2.0, 1.0])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.floor(doubled_by_numpys_number(weight * 3.0)))
    return tape.gradient(loss, weight)


WHOLE = (numpy_number_in_a_function, in_a_function, after_an_update, of_an_intermediate)
