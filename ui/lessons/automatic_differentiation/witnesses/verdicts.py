"""What the errors of the finite difference showed, and why they may show nothing."""

import math
from itertools import starmap

from lenet.results.derivatives import DTYPES, Derivatives, DifferenceErrors, is_same
from ui.components.numbers import number
from ui.lessons.automatic_differentiation.agreement import agreement
from ui.lessons.automatic_differentiation.strip import NAMES
from ui.lessons.automatic_differentiation.witnesses.questions import write, written

FAR = (
    "In {}, the difference is near SymPy's derivative with no epsilon: the error is "
    "{} or more."
)
WHY = {
    "float32": "The numbers are too large, or the slope changes too fast, for the "
    "7 digits of a float32.",
    "float64": "The formula bends or ends at this point.",
}


def why_not(errors: DifferenceErrors) -> str:
    """Return why an epsilon cannot be the best one at this point, "" if it can."""
    if any(math.isnan(errors.best(dtype)) for dtype in DTYPES):
        return (
            "Nothing can be compared at this point: SymPy's derivative or the "
            "difference has no value."
        )
    if errors.are_all_zero:
        return (
            "With each epsilon, in both dtypes, the difference is exactly SymPy's "
            "derivative: there is nothing to choose."
        )
    for dtype in reversed(DTYPES):
        if not errors.comes_near(dtype):
            return f"{FAR.format(dtype, number(errors.least(dtype)))} {WHY[dtype]}"
    return ""


def showed(
    errors: DifferenceErrors, found: Derivatives, name: str, epsilon: float
) -> list[str]:
    """Return what the errors showed."""
    bests = starmap(
        "in {} at {}".format, ((dtype, write(errors.best(dtype))) for dtype in DTYPES)
    )
    near = errors.near(epsilon)
    yours = ", ".join(f"{written(near[dtype])} in {dtype}" for dtype in DTYPES)
    return [
        f"The difference is best {' and '.join(bests)}. With your epsilon of "
        f"{write(epsilon)}, its error is {yours}.",
        "A larger epsilon leaves out more of how the slope changes: that error grows "
        "with epsilon squared. (A straight line and a parabola have none.) A smaller "
        "one subtracts two nearly equal numbers, and the rounding that is left is "
        "divided by epsilon.",
        tape_showed(found, NAMES.index(name)),
    ]


def tape_showed(found: Derivatives, index: int) -> str:
    """Return how the tape compares with SymPy."""
    tape, symbolic = found.tape[index], found.symbolic[index]
    if found.sides(index) or not is_same(tape, symbolic):
        return f"**d/d{NAMES[index]}** at this point: {agreement(found, index)}"
    apart = abs(tape - symbolic)
    what = f"is {number(apart, 2)} away from" if apart else "is equal to"
    return (
        "The tape has neither of these errors. It needs no formula of the derivative, "
        f"and {what} SymPy's."
    )
