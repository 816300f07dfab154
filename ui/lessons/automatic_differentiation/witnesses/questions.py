"""The two questions of Three witnesses: the best epsilon of each dtype."""

import math
from collections.abc import Callable

from lenet.results.derivatives import DifferenceErrors
from ui.components.numbers import number
from ui.components.questions import Option, Question
from ui.lessons.automatic_differentiation import key

OFFERED = (1e-1, 1e-2, 1e-5, 1e-8, 1e-12)
# How far a number is from the next one, where numbers are near 1.
ROUNDING = {"float32": 1e-7, "float64": 1e-16}


def question(dtype: str) -> Question:
    """Return the question of a dtype."""
    return Question(
        key=key(f"guess_epsilon_{dtype}"),
        page="automatic_differentiation",
        before="Before you compare",
        text=f"Which epsilon gives the smallest error in {dtype}?",
        options=tuple(
            Option(write(epsilon), why(epsilon, dtype), _is_among(epsilon))
            for epsilon in OFFERED
        ),
    )


def why(epsilon: float, dtype: str) -> str:
    """Return the two errors that an epsilon has where all numbers are near 1.

    What they come to with other numbers, the run shows.
    """
    rounding = ROUNDING[dtype] / epsilon
    wide = f"an error of about {write(epsilon**2)} from the wide step (epsilon squared)"
    said = f"Where numbers and slopes are near 1, it leaves {wide}"
    if rounding >= 1:
        return (
            f"{said}. But in {dtype}, 1 and 1 + epsilon are the same number: the "
            "difference is 0."
        )
    return f"{said} and of about {write(rounding)} from rounding in {dtype}."


def best_offered(errors: DifferenceErrors, dtype: str) -> tuple[float, ...]:
    """Return the epsilons of those offered that have the smallest error."""
    found = {epsilon: errors.near(epsilon)[dtype] for epsilon in OFFERED}
    smallest = min(filter(math.isfinite, found.values()), default=math.nan)
    return tuple(epsilon for epsilon in OFFERED if found[epsilon] == smallest)


def truth(errors: DifferenceErrors, dtype: str, x: float, y: float) -> str:
    """Return the errors of the epsilons that were offered, in a sentence."""
    found = ", ".join(
        f"{written(errors.near(epsilon)[dtype])} at {write(epsilon)}"
        for epsilon in OFFERED
    )
    said = f"The errors in {dtype} at x = {x}, y = {y}: {found}."
    if len(set(errors.errors[dtype])) == 1:
        return f"{said} Each epsilon that was tried has the same error."
    return f"{said} Of all that were tried, {write(errors.best(dtype))} is best."


def written(error: float) -> str:
    """Return an error as text, or that the difference has no value."""
    return number(error) if math.isfinite(error) else "no value"


def write(epsilon: float) -> str:
    """Return an epsilon as code writes it: "1e-5", "3e-3"."""
    digits, _, exponent = f"{epsilon:.0e}".partition("e")
    return f"{digits}e{int(exponent)}"


def _is_among(epsilon: float) -> Callable[[tuple[float, ...]], bool]:
    """Return whether an epsilon is one of the best: several can be equally good."""
    return lambda best: epsilon in best
