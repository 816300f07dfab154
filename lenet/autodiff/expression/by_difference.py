"""The derivatives of a formula by differences, and where it has none."""

from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from lenet.autodiff.expression.by_tensorflow import evaluate
from lenet.autodiff.formula import Formula
from lenet.results.derivatives import Pair

SIDE = 1e-5  # how far one side of a point reaches
SETTLED = 1e-3  # of a slope, or of 1: it changes by less on a shorter side


def central_differences(
    formula: Formula,
    x: float,
    y: float,
    epsilons: Sequence[float],
    dtype: tf.DType = tf.float64,
) -> np.ndarray:
    """Return (f(x + e) - f(x - e)) / 2e for each e, and the same for y.

    The shape is (2, number of epsilons). All is computed in `dtype`.

    https://en.wikipedia.org/wiki/Numerical_differentiation
    """
    step = tf.constant(epsilons, dtype)
    still = tf.zeros_like(step)
    x, y = tf.constant(x, dtype), tf.constant(y, dtype)
    return np.stack(
        [
            (
                evaluate(formula, x + along_x, y + along_y)
                - evaluate(formula, x - along_x, y - along_y)
            )
            / (2 * step)
            for along_x, along_y in ((step, still), (still, step))
        ]
    )


def slopes(
    formula: Formula, x: float, y: float
) -> tuple[Pair | None, Pair | None]:
    """Return the slopes just before and after a point, along x and along y.

    They differ where the formula bends. None where they do not settle as the
    sides become shorter: one is infinite, changes fast, or is lost in rounding.
    """
    sides = (10 * SIDE, SIDE)
    # Infinity minus infinity is nan, as is right: such a slope does not settle.
    with np.errstate(invalid="ignore"):
        along_x = [_sides(formula, x, y, side, 0.0) for side in sides]
        along_y = [_sides(formula, x, y, 0.0, side) for side in sides]
        return _settled(*along_x), _settled(*along_y)


def _sides(
    formula: Formula, x: float, y: float, by_x: float, by_y: float
) -> np.ndarray:
    """Return the slopes before and after a point, and their rounding error."""
    side = by_x + by_y  # one of them is 0
    at = np.array([-1.0, 0.0, 1.0])
    values = evaluate(
        formula,
        tf.constant(x + at * by_x, tf.float64),
        tf.constant(y + at * by_y, tf.float64),
    ).numpy()
    rounding = 16 * np.finfo(np.float64).eps * np.abs(values).max() / side
    return np.array([*np.diff(values) / side, rounding])


def _settled(wide: np.ndarray, near: np.ndarray) -> Pair | None:
    before, after, rounding = map(float, near)
    change = np.abs(wide - near)[:2] + rounding
    # Comparisons with nan are false: such a side has no slope.
    if np.all(change <= SETTLED * np.maximum(1.0, np.abs(near[:2]))):
        return before, after
    return None
