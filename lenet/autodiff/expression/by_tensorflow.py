"""A formula computed by TensorFlow, and its derivatives by the tape."""

from collections.abc import Callable

import tensorflow as tf

from lenet.autodiff.formula import (
    FUNCTIONS,
    OPERATORS,
    Binary,
    Call,
    Formula,
    Name,
    Negative,
    Number,
)

CALLS: dict[str, Callable[[tf.Tensor], tf.Tensor]] = {
    "sin": tf.sin,
    "cos": tf.cos,
    "tan": tf.tan,
    "exp": tf.exp,
    "log": tf.math.log,
    "sqrt": tf.sqrt,
    "tanh": tf.tanh,
    "abs": tf.abs,
    "sigmoid": tf.sigmoid,
    "relu": tf.nn.relu,
}
SIGNS: dict[str, Callable[[tf.Tensor, tf.Tensor], tf.Tensor]] = {
    "+": tf.add,
    "-": tf.subtract,
    "*": tf.multiply,
    "/": tf.divide,
    "**": tf.pow,
}
assert (CALLS.keys(), SIGNS.keys()) == (FUNCTIONS.keys(), OPERATORS.keys())


def evaluate(formula: Formula, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """Compute a formula at tensors of one dtype and shape, part by part.

    A formula without x and y has the shape of x too.
    """
    if isinstance(formula, Number):
        return tf.fill(x.shape, tf.constant(formula.value, x.dtype))
    return _part(formula, x, y)


def _part(formula: Formula, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    match formula:
        case Number(value):
            return tf.constant(value, x.dtype)
        case Name(name):
            return x if name == "x" else y
        case Negative(operand):
            return tf.negative(_part(operand, x, y))
        case Binary(sign, left, right):
            return SIGNS[sign](_part(left, x, y), _part(right, x, y))
        case Call(function, argument):
            return CALLS[function](_part(argument, x, y))


def value_and_gradients(
    formula: Formula, x: float, y: float, dtype: tf.DType = tf.float64
) -> tuple[tf.Tensor, list[tf.Tensor]]:
    """Return a formula's value and its derivatives by x and y.

    https://www.tensorflow.org/guide/autodiff
    """
    x, y = tf.constant(x, dtype), tf.constant(y, dtype)
    with tf.GradientTape() as tape:
        tape.watch((x, y))
        value = evaluate(formula, x, y)
    zero = tf.UnconnectedGradients.ZERO  # a formula may lack x or y
    return value, tape.gradient(value, [x, y], unconnected_gradients=zero)
