"""The notebook of the tab Three witnesses."""

from collections.abc import Callable

import sympy
import tensorflow as tf


def difference(
    formula: Callable[..., tf.Tensor],
    x: float,
    y: float,
    epsilon: float,
    dtype: tf.DType,
) -> float:
    """Return the central difference of a formula along x."""
    right, left = (
        formula(tf.constant(x + step, dtype), tf.constant(y, dtype))
        for step in (epsilon, -epsilon)
    )
    return float((right - left) / tf.constant(2 * epsilon, dtype))


def main(
    formula: Callable[..., tf.Tensor] = lambda x, y: (
        tf.sin(x) * y + x**2 / tf.exp(y)
    ),
    symbolic: Callable[..., sympy.Expr] = lambda x, y: (
        sympy.sin(x) * y + x**2 / sympy.exp(y)
    ),
    at_x: float = 1.5,
    at_y: float = 0.5,
) -> None:
    """Compute one derivative by the tape, by SymPy and by finite differences.

    https://www.tensorflow.org/guide/autodiff
    """
    # The tape
    x, y = tf.constant(at_x, tf.float64), tf.constant(at_y, tf.float64)
    with tf.GradientTape() as tape:
        tape.watch([x, y])
        value = formula(x, y)
    zero = tf.UnconnectedGradients.ZERO
    by_tape, _ = tape.gradient(value, [x, y], unconnected_gradients=zero)
    print(f"The tape: {by_tape:.15f}")

    # SymPy derives a new formula
    names = sympy.symbols("x y", real=True)
    derived = sympy.diff(symbolic(*names), names[0])
    there = derived.subs(dict(zip(names, (at_x, at_y), strict=True)))
    true = float(there) if there.is_extended_real else float("nan")
    print(f"SymPy:    {true:.15f} = {derived}")

    # Finite differences: the error over epsilon, in both dtypes
    for exponent in range(1, 13):
        epsilon = 10.0**-exponent
        errors = {
            dtype.name: abs(
                difference(formula, at_x, at_y, epsilon, dtype) - true
            )
            for dtype in (tf.float32, tf.float64)
        }
        print(f"epsilon {epsilon:.0e}:", errors)
