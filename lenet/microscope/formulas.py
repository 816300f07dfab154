"""What each optimizer does with a gradient, computed from its formula.

Keras computes the same in float32, in another order and in place. The functions
here read like the papers and take NumPy arrays. `explain` calls them with the
arrays of a step.
"""

from collections.abc import Callable
from inspect import signature

import numpy as np

from lenet.settings import OPTIMIZER_NAMES, within
from lenet.state import TrainState
from lenet.weights.file import SHAPES

# Keras's default.
EPSILON = 1e-7
# The first variables of every Keras optimizer; those of each weight follow.
COUNTERS = ("iteration", "learning_rate")
# What each optimizer remembers for each weight: Keras's name to the letter in
# the formula, in Keras's order.
SLOTS: dict[str, dict[str, str]] = {
    "adam": {"momentum": "m", "velocity": "v"},
    "sgd": {},
    "momentum": {"momentum": "v"},
    "rmsprop": {"velocity": "v"},
}
assert tuple(SLOTS) == OPTIMIZER_NAMES


def adam(
    gradient: np.ndarray,
    m: np.ndarray,
    v: np.ndarray,
    iteration: int,
    learning_rate: float,
) -> dict[str, np.ndarray]:
    """Divide the gradients' running mean by their running size.

    Both start at zero; the correction removes the bias towards zero. Keras's
    epsilon is the paper's "epsilon hat": it is added to the root of v before
    the correction.

    Kingma and Ba (2015), algorithm 1, https://arxiv.org/abs/1412.6980
    """
    t = iteration + 1
    m = 0.9 * m + (1 - 0.9) * gradient
    v = 0.999 * v + (1 - 0.999) * gradient**2
    m_hat = m / (1 - 0.9**t)
    v_hat = v / (1 - 0.999**t)
    epsilon = EPSILON / np.sqrt(1 - 0.999**t)
    update = -learning_rate * m_hat / (np.sqrt(v_hat) + epsilon)
    names = "m", "v", "m corrected", "v corrected", "update"
    return dict(zip(names, (m, v, m_hat, v_hat, update), strict=True))


def sgd(gradient: np.ndarray, learning_rate: float) -> dict[str, np.ndarray]:
    """Move straight down the gradient, and remember nothing.

    Robbins and Monro (1951), https://doi.org/10.1214/aoms/1177729586
    """
    return {"update": -learning_rate * gradient}


def momentum(
    gradient: np.ndarray, v: np.ndarray, learning_rate: float
) -> dict[str, np.ndarray]:
    """Move like a heavy ball that rolls down the gradient: v is its velocity.

    Keras keeps v under the name "momentum".

    Polyak (1964), https://doi.org/10.1016/0041-5553(64)90137-5, in the
    letters of Sutskever et al. (2013),
    https://proceedings.mlr.press/v28/sutskever13.html
    """
    v = 0.9 * v - learning_rate * gradient
    return {"v": v, "update": v}


def rmsprop(
    gradient: np.ndarray, v: np.ndarray, learning_rate: float
) -> dict[str, np.ndarray]:
    """Divide the gradient by its running size: v is its mean square.

    Keras keeps v under the name "velocity". The lecture has no epsilon. Keras
    adds one inside the root, so that it never divides by zero.

    Hinton (2012), lecture 6e,
    https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf
    """
    v = 0.9 * v + (1 - 0.9) * gradient**2
    size = np.sqrt(v + EPSILON)
    return {"v": v, "size": size, "update": -learning_rate * gradient / size}


# Each returns the steps of its formula, in order; the last one, "update", is
# added to the weight. The letters of SLOTS are kept for the next step. The app
# shows a formula by its function's name, which is that of the optimizer.
FORMULAS: dict[str, Callable[..., dict[str, np.ndarray]]] = {
    formula.__name__: formula for formula in (adam, sgd, momentum, rmsprop)
}
assert tuple(FORMULAS) == OPTIMIZER_NAMES


def explain(
    before: TrainState,
    gradient: np.ndarray,
    variable: int,
    learning_rate: float | None = None,
) -> dict[str, np.ndarray]:
    """Apply the formula of a state's optimizer to one weight array.

    `before` is the state that the step started from. `gradient` is the gradient
    of the `variable` (0 to 9, in Keras's order), in its shape. `learning_rate`
    replaces the state's own. Returns the steps of the formula by name, in that
    shape and float64; "update" is added to the weights. Above 1e19 a square
    overflows in Keras's float32, but not here. Raises ValueError for a variable
    that does not exist, and for another shape.
    """
    slots = remembered(before, variable)
    expected = before.weights[variable].shape
    if np.shape(gradient) != expected:
        raise ValueError(
            f"The gradient has the shape {np.shape(gradient)}; variable "
            f"{variable} has the shape {expected}."
        )
    known = {
        letter: slots[name].astype(np.float64)
        for name, letter in SLOTS[before.optimizer].items()
    } | {
        "gradient": gradient.astype(np.float64),
        "iteration": iteration_of(before),
        "learning_rate": (
            learning_rate_of(before) if learning_rate is None else learning_rate
        ),
    }
    formula = FORMULAS[before.optimizer]
    taken = {name: known[name] for name in signature(formula).parameters}
    with np.errstate(invalid="ignore", over="ignore"):
        return formula(**taken)


def remembered(state: TrainState, variable: int) -> dict[str, np.ndarray]:
    """Return what the optimizer remembers for a `variable`, 0 to 9.

    The arrays have the weights' shape, float32, by the names of SLOTS.
    Raises ValueError for a variable that does not exist.
    """
    within("variable", variable, 0, len(SHAPES) - 1)
    names = SLOTS[state.optimizer]
    first = len(COUNTERS) + variable * len(names)
    arrays = state.optimizer_state[first : first + len(names)]
    return dict(zip(names, arrays, strict=True))


def iteration_of(state: TrainState) -> int:
    """Return how many steps the optimizer has taken since it was created."""
    return int(state.optimizer_state[COUNTERS.index("iteration")])


def learning_rate_of(state: TrainState) -> float:
    """Return the learning rate that the optimizer used, a float32."""
    return float(state.optimizer_state[COUNTERS.index("learning_rate")])
