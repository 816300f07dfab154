"""The notebook of the tab The tape."""

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from lenet.autodiff.chain.examples import FUNCTIONS, arguments
from lenet.autodiff.chain.observing import Observed, observe


def numbers(tensors: Any) -> list[Any]:
    """Return tensors as lists of numbers; None stays None."""
    return [each if each is None else each.numpy().tolist() for each in tensors]


def print_steps(seen: Observed) -> None:
    """Print the calls of gradient functions, in TensorFlow's order."""
    print("Forward: ", [ran.kind for ran in seen.ran[: seen.forward]])
    for call in seen.calls:
        print("\nGradient function of", call.kind)
        print("  arrives:  ", numbers(call.upstream))
        print("  passes on:", numbers(call.gradients))
        ran = [each.kind for each in seen.ran[call.start : call.stop]]
        print("  it ran:   ", ran)
    print("\nGradients: ", numbers(seen.gradients))


def main(
    computation: str = "Formula",
    formula: Callable[[tf.Tensor, tf.Tensor], tf.Tensor] = lambda x, y: (
        tf.sin(x) * y + x**2 / tf.exp(y)
    ),
    at_x: float = 1.5,
    at_y: float = 0.5,
    tensor_seed: int = 0,
) -> None:
    """Follow a tape back through a computation, one operation at a time.

    https://www.tensorflow.org/guide/autodiff
    """

    # A formula: where a value is used twice, its two gradients are added
    def derivatives(x: tf.Tensor, y: tf.Tensor) -> list[tf.Tensor | None]:
        with tf.GradientTape() as tape:
            tape.watch((x, y))
            value = formula(x, y)
        return tape.gradient(value, [x, y])

    # The chosen computation: the formula, or one with tensors
    if computation in FUNCTIONS:
        tensors = arguments(computation, tensor_seed)
        print_steps(observe(FUNCTIONS[computation], *tensors))
    else:
        point = tf.constant(at_x), tf.constant(at_y)
        print_steps(observe(derivatives, *point))
