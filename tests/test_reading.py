"""The library is read as well as run: short functions, plain docstrings."""

import ast
import re
from pathlib import Path
from statistics import median

LIBRARY = Path(__file__).parents[1] / "lenet"
# The course's own listing; what its author wrote stays as it is.
AS_PUBLISHED = "listing_"
PERSONS = {"Be", "Give", "Have", "Hear", "Let", "Say", "Tell"}
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


def public(node, path):
    """Yield the public functions and classes of a module, and their methods."""
    for child in node.body:
        is_class = isinstance(child, ast.ClassDef)
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        if (is_class or is_function) and not child.name.startswith("_"):
            yield f"{path}:{child.name}", child, is_function
        if is_class and not child.name.startswith("_"):
            yield from public(child, f"{path}:{child.name}")


def docstrings():
    for file in sorted(LIBRARY.rglob("*.py")):
        if not file.name.startswith(AS_PUBLISHED):
            tree = ast.parse(file.read_text("utf-8"))
            for path, node, is_function in public(tree, file.relative_to(LIBRARY)):
                yield path, ast.get_docstring(node), is_function


def test_every_public_name_has_a_docstring():
    found = [path for path, text, _ in docstrings() if not text]
    assert found == []


def test_what_a_function_does_opens_with_a_verb_for_things():
    """As in Return, Check, Make: no function gives, tells, lets, says or has."""
    for path, text, is_function in docstrings():
        first = re.match(r"\w*", text)[0]
        assert first not in PERSONS, path
        assert not is_function or first[:1].isupper(), path
