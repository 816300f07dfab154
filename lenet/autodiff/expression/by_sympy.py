"""A formula's derivatives as formulas, by SymPy."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import sympy

from lenet.autodiff.expression.functions import (
    absolute,
    exponential,
    relu,
    sigmoid,
    sign,
    step,
)
from lenet.autodiff.formula import (
    FUNCTIONS,
    OPERATORS,
    Binary,
    Call,
    Formula,
    Name,
    Negative,
    Number,
    parse,
)

SYMBOLS = {name: sympy.Symbol(name, real=True) for name in ("x", "y")}
LONGEST_LATEX = 400

CALLS: dict[str, Callable[[sympy.Expr], sympy.Expr]] = {
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "exp": exponential,
    "log": sympy.log,
    "sqrt": sympy.sqrt,
    "tanh": sympy.tanh,
    "abs": absolute,
    "sigmoid": sigmoid,
    "relu": relu,
}
SIGNS: dict[str, Callable[[sympy.Expr, sympy.Expr], sympy.Expr]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "**": lambda left, right: left**right,
}
assert (CALLS.keys(), SIGNS.keys()) == (FUNCTIONS.keys(), OPERATORS.keys())
# What SymPy's functions are as numbers.
NUMBERS: dict[type, Callable[..., Any]] = {
    sympy.sin: np.sin,
    sympy.cos: np.cos,
    sympy.tan: np.tan,
    sympy.exp: np.exp,
    sympy.log: np.log,
    sympy.tanh: np.tanh,
    exponential: np.exp,
    sympy.Abs: np.abs,
    absolute: np.abs,
    sign: np.sign,
    sympy.sign: np.sign,
    sympy.Add: lambda *terms: sum(terms),
    sympy.Mul: lambda *factors: math.prod(factors),
    sympy.Pow: np.power,
    sigmoid: lambda value: 1 / (1 + np.exp(-value)),
    relu: lambda value: np.maximum(value, 0),
    step: lambda value: np.where(value > 0, 1.0, 0.0)[()],
}


def preload() -> None:
    """Make SymPy import what derivatives need: it does so only when used."""
    every = "+".join(f"{function}(x**y)" for function in FUNCTIONS)
    for derivative in derivatives(parse(every)):
        latex_of(derivative)


def derivatives(formula: Formula) -> tuple[sympy.Expr, sympy.Expr]:
    """Return the derivatives by x and by y, as SymPy's formulas.

    https://docs.sympy.org/latest/tutorials/intro-tutorial/calculus.html
    """
    expression = sympy_of(formula)
    by_x, by_y = (sympy.diff(expression, name) for name in SYMBOLS.values())
    return by_x, by_y


def sympy_of(formula: Formula) -> sympy.Expr:
    """Return a formula as SymPy's, built part by part and never from text."""
    match formula:
        case Number(value):
            return sympy.sympify(int(value) if value.is_integer() else value)
        case Name(name):
            return SYMBOLS[name]
        case Negative(operand):
            return -sympy_of(operand)
        case Binary(sign, left, right):
            return SIGNS[sign](sympy_of(left), sympy_of(right))
        case Call(function, argument):
            return CALLS[function](sympy_of(argument))


def number_of(expression: sympy.Expr, x: float, y: float) -> float:
    """Compute SymPy's formula in float64; nan where it has no real value.

    SymPy's own `evalf` computes with as many digits as a number needs, which
    for x**x**x**x are too many.
    """
    known: dict[sympy.Expr, Any] = {
        SYMBOLS["x"]: np.float64(x),
        SYMBOLS["y"]: np.float64(y),
    }

    def compute(part: sympy.Expr) -> Any:
        if part not in known:
            if part.args:
                values = [compute(each) for each in part.args]
                known[part] = _function(part)(*values)
            else:
                known[part] = float(part) if part.is_real else math.nan
        return known[part]

    with np.errstate(all="ignore"):
        return float(compute(expression))


def _function(part: sympy.Expr) -> Callable[..., Any]:
    if part.func not in NUMBERS:
        raise ValueError(
            f"SymPy's derivative has `{part.func.__name__}` in it, which is "
            "not computed here. Change the formula a little."
        )
    return NUMBERS[part.func]


def latex_of(expression: sympy.Expr) -> str:
    """Return a formula in LaTeX, "" if it is too long to read."""
    if sympy.count_ops(expression) > LONGEST_LATEX // 4:
        return ""
    text: str = sympy.latex(expression)
    return text if len(text) <= LONGEST_LATEX else ""
