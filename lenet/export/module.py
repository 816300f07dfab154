"""One file of the library as a tree: what it defines, what it imports."""

import ast
import functools
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass

from lenet.source import source

LIBRARY = "lenet"
NAMED = (ast.FunctionDef, ast.ClassDef)
ASSIGNED = (ast.Assign, ast.AnnAssign)


@dataclass(frozen=True)
class Import:
    """An imported name: `from module import name`, or `import module`.

    `local` is the name that the file uses for it; `name` is "" for a module.
    """

    module: str
    name: str
    local: str

    @property
    def package(self) -> str:
        """Return the name of the package that is imported from."""
        return self.module.partition(".")[0]


@dataclass(frozen=True)
class Module:
    """A file: its name, its text, and what its names stand for."""

    name: str
    text: str
    tree: ast.Module
    defined: dict[str, ast.stmt]
    imported: dict[str, Import]


@functools.cache
def module(name: str) -> Module:
    """Read the file of "lenet.module". Raises ValueError for another package.

    https://docs.python.org/3/library/ast.html
    """
    text = source(name).text
    tree = ast.parse(text)
    defined = {each: node for node in tree.body for each in _names_of(node)}
    imported = {each.local: each for each in _imports(tree)}
    return Module(name, text, tree, defined, imported)


def is_module(name: str) -> bool:
    """Return whether a dotted name is a module or a package."""
    parent = name.rpartition(".")[0]
    if parent and not is_module(parent):
        return False
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # the parent is a file, not a package
        return False


def _names_of(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement of a file defines."""
    if isinstance(node, NAMED):
        yield node.name
    elif isinstance(node, ASSIGNED):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target]
        )
        for target in targets:
            for each in ast.walk(target):
                if isinstance(each, ast.Name):
                    yield each.id


def _imports(tree: ast.Module) -> Iterator[Import]:
    for node in tree.body:
        if isinstance(node, ast.Import):
            for each in node.names:
                # `import a.b` binds `a`; `import a.b as c` binds `c` to a.b.
                local = each.asname or each.name.partition(".")[0]
                yield Import(each.name, "", local)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                yield Import(node.module, each.name, each.asname or each.name)
