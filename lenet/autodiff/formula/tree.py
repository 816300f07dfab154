"""A formula in x and y as a tree, and all that can be in one."""

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass

NAMES = ("x", "y")


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def _relu(value: float) -> float:
    return max(value, 0.0)


FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
    "abs": math.fabs,
    "sigmoid": _sigmoid,
    "relu": _relu,
}
OPERATORS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": math.pow,
}
ALLOWED = (
    "A formula has numbers, x, y, + - * / **, brackets, and "
    f"{', '.join(FUNCTIONS)}."
)


@dataclass(frozen=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True)
class Name:
    """One of the two variables, "x" or "y"."""

    name: str


@dataclass(frozen=True)
class Negative:
    """The negative of a formula."""

    operand: "Formula"


@dataclass(frozen=True)
class Binary:
    """Two formulas, joined by one of OPERATORS."""

    sign: str
    left: "Formula"
    right: "Formula"


@dataclass(frozen=True)
class Call:
    """One of FUNCTIONS of a formula."""

    function: str
    argument: "Formula"


Formula = Number | Name | Negative | Binary | Call
