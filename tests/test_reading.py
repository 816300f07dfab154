"""Code is read as well as run: short functions, plain docstrings."""

import ast
import re
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("lenet", "ui", "pages", "benchmarks", "scripts", "tests")
# The course's own listing; what its author wrote stays as it is.
AS_PUBLISHED = "listing_"
PERSONS = {"Be", "Give", "Have", "Hear", "Know", "Let", "Say", "Tell"}
# Openers that are no verbs: a function does something, or returns it.
NOT_VERBS = {"A", "An", "How", "The", "What", "Where", "Whether", "Which", "While"}
LONGEST, USUAL = 40, 8  # lines, without the signature and the docstring


# Each function there is a list of cells, which are read one at a time.
NOTEBOOKS = [ROOT / "lenet" / each / "notebooks" for each in ("graphs", "autodiff")]


def body_lines(function):
    body = function.body
    first = body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        body = body[1:]
    return function.end_lineno - body[0].lineno + 1 if body else 0


def sizes(folder):
    return {
        f"{file.relative_to(ROOT)}:{node.name}": body_lines(node)
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and file.parent not in NOTEBOOKS
    }


@pytest.mark.parametrize("folder", ["lenet", "ui"])
def test_no_function_is_long_and_most_are_short(folder):
    found = sizes(folder)
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


def docstrings(folder):
    """Yield path, docstring and "is it a function" of a folder's public names."""
    for file in sorted((ROOT / folder).rglob("*.py")):
        if not file.name.startswith(AS_PUBLISHED):
            tree = ast.parse(file.read_text("utf-8"))
            for path, node, is_function in public(tree, file.relative_to(ROOT)):
                # A property is read like an attribute, so a noun describes it.
                is_property = "property" in map(ast.unparse, node.decorator_list)
                # A test's docstring is a sentence about what is tested.
                is_test = node.name.startswith("test_")
                is_verb = is_function and not is_property and not is_test
                yield path, ast.get_docstring(node), is_verb


def opener(text):
    """Return the first word of a docstring."""
    return re.match(r"[\w']*", text)[0]


@pytest.mark.parametrize("folder", ["lenet", "ui"])
def test_every_public_name_has_a_docstring(folder):
    found = [path for path, text, _ in docstrings(folder) if not text]
    assert found == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_a_function_does_opens_with_a_verb_for_things(folder):
    """As in Return, Check, Make: no function gives, tells, lets, says or has."""
    found = {path: opener(text) for path, text, _ in docstrings(folder) if text}
    assert found
    assert {path: word for path, word in found.items() if word in PERSONS} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_functions_docstring_opens_with_a_verb(folder):
    found = {
        path: opener(text)
        for path, text, is_verb in docstrings(folder)
        if text and is_verb
    }
    assert found
    for path, word in found.items():
        assert word[:1].isupper(), path
        assert word not in NOT_VERBS, path


def test_openers_are_told_apart():
    assert opener("Return the loss.") == "Return"
    assert opener("MNIST's training images") == "MNIST's"
    assert opener("`step` is one") == ""
