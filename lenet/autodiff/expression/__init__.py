"""A formula in x and y: its value, and its derivatives by three witnesses."""

import functools
import math

import sympy
import tensorflow as tf

from lenet.autodiff.expression import by_sympy
from lenet.autodiff.expression.by_difference import central_differences, slopes
from lenet.autodiff.expression.by_tensorflow import value_and_gradients
from lenet.autodiff.formula import Formula, parse
from lenet.results.derivatives import (
    DTYPES,
    Derivatives,
    DifferenceErrors,
    Pair,
)

EPSILONS = tuple(10 ** (-exponent / 2) for exponent in range(2, 25))
NONE: Pair = (math.nan, math.nan)


def derivatives(
    text: str, x: float, y: float, epsilon: float = 1e-5
) -> Derivatives:
    """Return a formula's value and derivatives, by tape, SymPy and difference.

    `text` is a formula in x and y: see `formula.parse`. All is computed in
    float64; the difference is central, (f(x + e) - f(x - e)) / 2e. Everything
    is nan where the formula has no value. Raises ValueError for what is no
    formula, a point that is not finite, and an epsilon that is not positive.
    """
    formula = parse(text)
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError(f"x is {x} and y is {y}; both must be numbers.")
    if not (math.isfinite(epsilon) and epsilon > 0):
        raise ValueError(f"epsilon is {epsilon}; it must be above 0.")
    by_x, by_y = _symbolic(formula)
    formulas = by_sympy.latex_of(by_x), by_sympy.latex_of(by_y)
    value, gradients = value_and_gradients(formula, x, y)
    if not math.isfinite(value):
        return Derivatives(math.nan, NONE, NONE, NONE, formulas)
    along_x, along_y = central_differences(formula, x, y, [epsilon])[:, 0]
    return Derivatives(
        value=float(value),
        tape=(float(gradients[0]), float(gradients[1])),
        symbolic=(
            by_sympy.number_of(by_x, x, y),
            by_sympy.number_of(by_y, x, y),
        ),
        difference=(float(along_x), float(along_y)),
        formulas=formulas,
        slopes=slopes(formula, x, y),
    )


def difference_errors(
    text: str, x: float, y: float, name: str
) -> DifferenceErrors:
    """Return how far the difference is from SymPy's derivative, by epsilon.

    `name` is "x" or "y". Raises ValueError for what is no formula.
    """
    formula = parse(text)
    index = ("x", "y").index(name)
    true = by_sympy.number_of(_symbolic(formula)[index], x, y)
    errors = {
        dtype.name: tuple(
            float(abs(found - true) / max(1.0, abs(true)))
            for found in central_differences(formula, x, y, EPSILONS, dtype)[
                index
            ].astype("float64")
        )
        for dtype in map(tf.as_dtype, DTYPES)
    }
    return DifferenceErrors(EPSILONS, errors)


@functools.lru_cache(maxsize=200)
def _symbolic(formula: Formula) -> tuple[sympy.Expr, sympy.Expr]:
    return by_sympy.derivatives(formula)
