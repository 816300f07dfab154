"""What is taken from a syntax tree, and what is refused."""

import ast
from collections.abc import Iterator

from lenet.autodiff.formula.tree import ALLOWED, FUNCTIONS, NAMES

SIGNS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
# Names that people know from elsewhere, and what a formula has in their place.
ELSEWHERE = {
    "e": "exp(1)",
    "pi": "3.14159",
    "ln": "log(x)",
    "log2": "log(x)/log(2)",
    "log10": "log(x)/log(10)",
    "pow": "x**y",
    "sinh": "(exp(x) - exp(-x))/2",
    "cosh": "(exp(x) + exp(-x))/2",
    "cot": "1/tan(x)",
}


def walk(node: ast.expr) -> Iterator[ast.expr]:
    """Return the nodes of a formula; raise ValueError for any other one."""
    yield node
    for part in parts_of(node):
        yield from walk(part)


def parts_of(node: ast.expr) -> tuple[ast.expr, ...]:
    """Return the parts of a node; raise ValueError for one not listed here."""
    match node:
        case ast.Constant() | ast.Name():
            return ()
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            return (operand,)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in SIGNS:
            return left, right
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if (
            name in FUNCTIONS
        ):
            return (argument,)
    raise refusal_of(node)


def refusal_of(node: ast.expr) -> ValueError:
    """Return the error for a node that no formula has."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in FUNCTIONS:
            said = f"`{name}` takes one value in brackets"
        case ast.Call(func=ast.Name(id=name)):
            said = f"`{name}` is none of the functions{instead_of(name)}"
        case ast.BinOp(op=ast.BitXor()):
            said = "`^` is no power. Write `x**2`"
        case _:
            said = f"`{ast.unparse(node)}` cannot be part of a formula"
    return ValueError(f"{said}. {ALLOWED}")


def instead_of(name: str) -> str:
    """Return what to write for a name that no formula has, "" if unknown."""
    found = ELSEWHERE.get(name.lower()) or _apart(name)
    return f". Write `{found}` for it" if found else ""


def _apart(name: str) -> str:
    """Return what is written together in a name: "sin(x)" for "sinx"."""
    if len(name) > 1 and set(name) <= set(NAMES):
        return "*".join(name)
    begins = (each for each in FUNCTIONS if name.startswith(each))
    function = max(begins, key=len, default="")
    rest = name.removeprefix(function)
    return f"{function}({rest})" if function and rest in NAMES else ""


def needs_value(function: str) -> str:
    """Return what to write for a function's name without its brackets."""
    return (
        f"`{function}` needs a value in brackets: `{function}(x)`. A power "
        f"comes after them: `{function}(x)**2`."
    )


def is_operator(node: ast.expr) -> bool:
    """Return whether a node is an operator: those are not counted."""
    return isinstance(node, ast.BinOp | ast.UnaryOp)


def depth_of(node: ast.expr) -> int:
    """Return how many calls are inside each other."""
    inner = max(map(depth_of, parts_of(node)), default=0)
    return inner + isinstance(node, ast.Call)
