"""The library is read as well as run: its functions are short."""

import ast
from pathlib import Path
from statistics import median

LIBRARY = Path(__file__).parents[1] / "lenet"
LONGEST, USUAL = 40, 8  # lines, without the signature and the docstring


def body_lines(function):
    body = function.body
    first = body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        body = body[1:]
    return function.end_lineno - body[0].lineno + 1 if body else 0


def sizes():
    return {
        f"{file.relative_to(LIBRARY)}:{node.name}": body_lines(node)
        for file in LIBRARY.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_no_function_is_long_and_most_are_short():
    found = sizes()
    assert len(found) > 300
    assert {name: n for name, n in found.items() if n > LONGEST} == {}
    assert median(found.values()) <= USUAL
