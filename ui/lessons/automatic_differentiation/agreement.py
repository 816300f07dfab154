"""How far the three witnesses agree at a point, and why they may not."""

import math

from lenet.results.derivatives import SAME, Derivatives, is_same
from lenet.results.numbers import number

INFINITE = (
    "The tape and SymPy agree: the slope is infinite here, or too large for float64."
)
INFINITE_BY_SYMPY = (
    "By SymPy's formula, the slope is infinite here. The tape's {} comes from "
    "TensorFlow's rules for such points: a log of 0 counts as 0 there, for example."
)
TAPE_HAS_NONE = (
    "The tape has no value. It multiplies the derivatives of single operations, and "
    "one of them is infinite here: infinity times 0 is no number."
)
NEITHER_HAS_ONE = (
    "Neither the tape nor SymPy's formula has a value here: a part of each is "
    "infinite, or does not exist. The formula itself has a value."
)
BESIDE = (
    "The difference has no value: beside this point the formula has none, or one too "
    "large for float64."
)
OTHER_EPSILON = (
    "Either the slope changes much within epsilon, or epsilon is so small that "
    "rounding is left."
)
BEND = (
    "There is no derivative here: the formula bends. Its slope is {} before this "
    "point, and {} after it. The difference takes both sides together. The tape and "
    "SymPy each follow a rule of their own at such a point."
)
PARTS_BEND = (
    "The slope is {} on both sides, so that is the derivative. But parts of the "
    "formula bend here. For each of them the tape follows a rule of its own, and what "
    "it computes from these is {}."
)
assert SAME < 1e-3  # what differs by more is worth a reason


def agreement(found: Derivatives, index: int) -> str:
    """Return in a sentence how far the derivative by x (0) or y (1) is agreed on."""
    tape, symbolic = found.tape[index], found.symbolic[index]
    sides = found.sides(index)
    if sides and math.isfinite(symbolic):
        return _at_bends(number(tape), *(number(side, 3) for side in sides))
    if is_same(tape, symbolic):
        return _with_difference(found, index)
    if math.isnan(tape):
        return NEITHER_HAS_ONE if math.isnan(symbolic) else TAPE_HAS_NONE
    if math.isnan(symbolic):
        return _without_symbolic(found, index)
    if math.isinf(symbolic) and math.isfinite(tape):
        return INFINITE_BY_SYMPY.format(number(tape))
    return (
        f"The tape and SymPy are {number(abs(tape - symbolic), 2)} apart. With large "
        "numbers, each rounds in its own way; and at a point where the formula jumps "
        "or ends, each has a rule of its own."
    )


def _at_bends(tape: str, before: str, after: str) -> str:
    """Return why the tape has none of the slopes, or only one of them."""
    if before == after:
        return PARTS_BEND.format(before, tape)
    return BEND.format(before, after)


def _with_difference(found: Derivatives, index: int) -> str:
    """Return how far the difference is from the two others, which agree."""
    tape, difference = found.tape[index], found.difference[index]
    if math.isinf(tape):
        return INFINITE if math.isinf(difference) else f"{INFINITE} {BESIDE}"
    if not math.isfinite(difference):
        return f"The tape and SymPy agree. {BESIDE}"
    spread = found.spread(index)
    if is_same(tape, difference):
        apart = f"at most {number(spread, 2)} apart" if spread else "identical"
        return f"All three agree: they are {apart}."
    return (
        f"The tape and SymPy agree. The difference is {number(spread, 2)} away. "
        f"{OTHER_EPSILON}"
    )


def _without_symbolic(found: Derivatives, index: int) -> str:
    """Return where the tape's number comes from, when SymPy's formula has none."""
    tape, difference = found.tape[index], found.difference[index]
    said = (
        "SymPy's formula has no value here: a part of it divides by 0, or takes the "
        f"log of 0 or of a negative number. The tape's {number(tape)} comes from "
        "TensorFlow's rules for such points."
    )
    if math.isnan(difference):
        return f"{said} {BESIDE}"
    if is_same(tape, difference):
        return f"{said} The difference agrees with it."
    return f"{said} The difference does not agree with it."
