"""The pieces of an export: some code each, and what it does."""

import ast
import importlib
import re
import textwrap
from dataclasses import dataclass

from lenet.export.imports import OPTIONAL, PACKAGES

TITLED = re.compile(r"((?:#[^\n]*\n)+)(.*)", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """Some code, what it does in a few words, and more on it, or ""."""

    title: str
    code: str
    text: str = ""


def steps_of(function: str) -> list[Piece]:
    """Return the paragraphs of a function's body, each under its title.

    A title is a comment that begins a paragraph; its further lines say more.
    A paragraph without one belongs to the one before. Raises ValueError if the
    first paragraph has no title.
    """
    steps: list[Piece] = []
    for paragraph in _body(function).split("\n\n"):
        if titled := TITLED.fullmatch(paragraph):
            steps.append(_titled(*titled.groups()))
        elif steps:
            last = steps.pop()
            code = f"{last.code}\n\n{paragraph}"
            steps.append(Piece(last.title, code, last.text))
        else:
            raise ValueError(
                "The first paragraph of a function that is exported needs a "
                f"title: write `# Title` above {paragraph!r}."
            )
    return steps


def requirements(imports: str = "") -> list[str]:
    """Return the packages needed; the installed versions are the lowest.

    `imports` are the import statements, which name the optional ones.
    """
    optional = [name for name in OPTIONAL if f"import {name}" in imports]
    versions = {
        name: importlib.import_module(name).__version__.split(".")
        for name in (*PACKAGES, *optional)
    }
    return [f"{name}>={v[0]}.{v[1]}" for name, v in versions.items()]


def _titled(comment: str, code: str) -> Piece:
    title, *more = [
        line.removeprefix("#").strip() for line in comment.splitlines()
    ]
    return Piece(title, code, " ".join(more))


def _body(function: str) -> str:
    """Return the lines of a function below its docstring, not indented."""
    node = ast.parse(function).body[0]
    assert isinstance(node, ast.FunctionDef)
    after_docstring = function.splitlines()[node.body[0].end_lineno :]
    return textwrap.dedent("\n".join(after_docstring)).strip()
