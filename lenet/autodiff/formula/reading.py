"""A syntax tree as a formula: what has no x and no y becomes a number."""

import ast
import math
from collections.abc import Callable

from lenet.autodiff.formula.syntax import (
    SIGNS,
    instead_of,
    needs_value,
    refusal_of,
)
from lenet.autodiff.formula.tree import (
    ALLOWED,
    FUNCTIONS,
    NAMES,
    OPERATORS,
    Binary,
    Call,
    Formula,
    Name,
    Negative,
    Number,
)

LARGEST_NUMBER = 1e3  # as typed
LARGEST_CONSTANT = 1e9  # computed of numbers alone
LARGEST_EXPONENT = 20.0


def read(node: ast.expr) -> Formula:
    """Return a node as a formula; one without x and y becomes a number."""
    match node:
        case ast.Constant(value=value):
            return _number(value)
        case ast.Name(id=name):
            return _name(name)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return read(operand)
        case ast.UnaryOp(operand=operand):
            inner = read(operand)
            if isinstance(inner, Number):
                return Number(-inner.value)
            return Negative(inner)
        case ast.BinOp(left=left, op=sign, right=right):
            return _binary(SIGNS[type(sign)], read(left), read(right))
        case ast.Call(func=ast.Name(id=function), args=[argument]):
            return _call(function, read(argument))
    raise refusal_of(node)


def _number(value: object) -> Number:
    if type(value) not in (int, float):
        raise ValueError(f"`{value!r}` is no number. {ALLOWED}")
    assert isinstance(value, int | float)
    if not abs(value) <= LARGEST_NUMBER:
        raise ValueError(
            f"A number can be up to {LARGEST_NUMBER:,.0f}. Use a smaller one."
        )
    return Number(float(value))


def _name(name: str) -> Name:
    if name in FUNCTIONS:
        raise ValueError(needs_value(name))
    if name not in NAMES:
        raise ValueError(
            f"The formula has the name `{name}`; it can have x and y"
            f"{instead_of(name)}. {ALLOWED}"
        )
    return Name(name)


def _binary(sign: str, left: Formula, right: Formula) -> Formula:
    if isinstance(left, Number) and isinstance(right, Number):
        text = f"{_written(left)} {sign} {_written(right)}"
        return _constant(text, lambda: OPERATORS[sign](left.value, right.value))
    if (
        sign == "**"
        and isinstance(right, Number)
        and abs(right.value) > LARGEST_EXPONENT
    ):
        raise ValueError(
            f"The exponent {right.value:g} is too large; it can be "
            f"-{LARGEST_EXPONENT:g} to {LARGEST_EXPONENT:g}."
        )
    return Binary(sign, left, right)


def _written(number: Number) -> str:
    return f"({number.value:g})" if number.value < 0 else f"{number.value:g}"


def _call(function: str, argument: Formula) -> Formula:
    if isinstance(argument, Number):
        text = f"{function}({argument.value:g})"
        return _constant(text, lambda: FUNCTIONS[function](argument.value))
    return Call(function, argument)


def _constant(text: str, compute: Callable[[], float]) -> Number:
    """Return what numbers alone give; refuse what is too large or no number."""
    try:
        value = compute()
    except OverflowError:
        value = math.inf
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(
            f"`{text}` has no value among the real numbers. Change that part."
        ) from error
    if abs(value) > LARGEST_CONSTANT:
        raise ValueError(
            f"`{text}` is too large: a part without x and y can be "
            f"up to {LARGEST_CONSTANT:,.0f}."
        )
    return Number(value)
