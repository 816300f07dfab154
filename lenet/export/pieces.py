"""The pieces of an export, read from the source that runs in this project."""

import ast
import importlib
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lenet.settings import PARADIGM_NAMES, one_of
from lenet.source import source

PACKAGES = ("keras", "numpy", "tensorflow")
FUNCTIONS = ("lenet.digits:as_input", "lenet.training.step:train_step")
MAIN = "lenet.export.main:main"
IMPORTS = (ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Piece:
    """Some code, and a few words on what it does."""

    title: str
    code: str


def definitions(paradigm: str) -> list[Piece]:
    """Return all that `main` calls; the model comes first.

    Raises ValueError for an unknown paradigm.
    """
    return [_model(_model_name(paradigm)), *map(_function, FUNCTIONS)]


def main() -> Piece:
    """Return the function that runs all steps in order."""
    return _function(MAIN)


def steps() -> list[Piece]:
    """Return the steps of `main`, split at its blank lines.

    The comment above a step is its title.
    """
    code = main().code
    function: Any = ast.parse(code).body[0]
    after_docstring = code.splitlines()[function.body[0].end_lineno :]
    body = textwrap.dedent("\n".join(after_docstring)).strip()
    parts = [part.partition("\n") for part in body.split("\n\n")]
    return [Piece(title.removeprefix("# "), step) for title, _, step in parts]


def imports(paradigm: str) -> str:
    """Return the imports of all pieces, sorted, standard library first."""
    pieces = [*definitions(paradigm), main()]
    tree = ast.parse("\n".join(piece.code for piece in pieces))
    used = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}
    homes = {name.partition(":")[0] for name in (*FUNCTIONS, MAIN)}
    modules = homes | {_model_name(paradigm)}
    lines = {line for each in modules for line in _imports_of(each, used)}
    ours = {line for line in lines if _package(line) == "lenet"}
    standard = {
        line for line in lines if _package(line) in sys.stdlib_module_names
    }
    blocks = [standard, lines - standard - ours]
    return "\n\n".join("\n".join(_sorted(block)) for block in blocks if block)


def requirements() -> list[str]:
    """Return the packages needed; the installed versions are the lowest."""
    versions = {
        name: importlib.import_module(name).__version__.split(".")
        for name in PACKAGES
    }
    return [f"{name}>={v[0]}.{v[1]}" for name, v in versions.items()]


def _model_name(paradigm: str) -> str:
    one_of("paradigm", paradigm, PARADIGM_NAMES)
    return f"lenet.models.{paradigm.lower()}"


def _model(module: str) -> Piece:
    """Return a file as a piece: its title, and the code below its imports."""
    text = source(module).text
    tree = ast.parse(text)
    ends = [each.end_lineno for each in tree.body if isinstance(each, IMPORTS)]
    code = "\n".join(text.splitlines()[ends[-1] :])
    return Piece(_first_words(tree), code.strip("\n"))


def _function(name: str) -> Piece:
    code = source(name).text.rstrip()
    return Piece(_first_words(ast.parse(code).body[0]), code)


def _first_words(node: Any) -> str:
    docstring = ast.get_docstring(node) or ""
    return docstring.partition("\n")[0].rstrip(".")


def _imports_of(module: str, used: set[str]) -> Iterator[str]:
    """Yield a file's imports, without the names that are not used."""
    for node in ast.parse(source(module).text).body:
        if isinstance(node, IMPORTS):
            node.names = [
                each
                for each in node.names
                if (each.asname or each.name) in used
            ]
            if node.names:
                yield ast.unparse(node)


def _package(line: str) -> str:
    return line.split()[1].partition(".")[0]


def _sorted(lines: set[str]) -> list[str]:
    return sorted(lines, key=lambda line: (line.startswith("from"), line))
