"""All that a function of the library needs, found in the library's source."""

import ast
import builtins
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lenet.export.imports import check_allowed
from lenet.export.module import LIBRARY, Import, Module, is_module, module
from lenet.export.names import uses
from lenet.export.rewrite import Change, rewritten

MODELS = "lenet.models."  # a file of these is one piece, as it is read
Place = tuple[str, str]  # a module, and a name in it; "" for the whole file


@dataclass(frozen=True)
class Definition:
    """A function, class, constant or file of the library, ready to be moved.

    `title` says what it is; `names` are those that it defines; `imports` are
    those that its code needs, none of them from the library. A LeNet comes as
    a whole file, and `is_model`.
    """

    title: str
    code: str
    names: frozenset[str]
    imports: frozenset[Import]
    is_model: bool = False


class Reach:
    """The definitions that are needed, each after those that it needs itself.

    `instead` names modules, each with the one that takes its place.
    """

    def __init__(self, instead: Mapping[str, str]) -> None:
        self.instead = instead
        self.found: dict[Place, Definition] = {}
        self._begun: set[Place] = set()

    def add(self, place: Place) -> None:
        """Add what is at a place, after all that it needs.

        Raises ValueError for what cannot be moved: see `needs`.
        """
        if place in self._begun:  # found already, or it needs itself
            return
        self._begun.add(place)
        self.found[place] = self.definition(*place)

    def definition(self, home: str, name: str) -> Definition:
        """Return one definition, and add all that it needs."""
        file = module(home)
        if not name:
            return self._file(file)
        node = file.defined[name]
        changes, imports = self.needs(file, node)
        return Definition(
            title=_title(node, name),
            code=rewritten(file.text, node, changes),
            names=frozenset({name}),
            imports=frozenset(imports),
        )

    def _file(self, file: Module) -> Definition:
        """Return a model's file, without its docstring and imports."""
        nodes = list(file.defined.values())
        last = file.tree.body.index(nodes[0]) - 1
        start = file.tree.body[last].end_lineno or 0
        needs = [self.needs(file, node) for node in nodes]
        return Definition(
            title=_title(file.tree, file.name),
            code="\n".join(file.text.splitlines()[start:]).strip("\n"),
            names=frozenset(file.defined),
            imports=frozenset(each for _, found in needs for each in found),
            is_model=True,
        )

    def needs(
        self, file: Module, node: ast.stmt
    ) -> tuple[list[Change], list[Import]]:
        """Add what a statement needs; return its changes and its imports.

        Raises ValueError for an import of another package, an import within a
        function, a module of the library that is used as a value, and a name
        that is not there.
        """
        changes: list[Change] = []
        imports: list[Import] = []
        _refuse_late_imports(file, node)
        for used, attributes in uses(node):
            if used.id in file.imported:
                each = file.imported[used.id]
                if each.package == LIBRARY:
                    changes += self._link(file, used, each, attributes)
                else:
                    check_allowed(each, file.name)
                    imports.append(each)
            elif used.id in file.defined:
                if file.defined[used.id] is not node:
                    self._add_from(file.name, used.id)
            elif not hasattr(builtins, used.id):
                raise ValueError(
                    f"{file.name} uses {used.id} in line {used.lineno}, which "
                    "an export cannot find: define or import it at the top of "
                    "the file, in no `if`."
                )
        return changes, imports

    def _link(
        self,
        file: Module,
        used: ast.Name,
        each: Import,
        attributes: list[ast.Attribute],
    ) -> Iterator[Change]:
        """Add what a name of the library stands for; yield how to write it.

        `steps.train_step(...)` becomes `train_step(...)`, where `steps` is a
        module. A module that is used in any other way raises ValueError.
        """
        home = f"{each.module}.{each.name}".rstrip(".")
        if not is_module(home):
            self._add_from(each.module, each.name)
            yield Change(used, used, each.name)
            return
        if each.local == LIBRARY or not attributes:
            raise ValueError(
                f"{file.name} uses the module {home} in line {used.lineno}. "
                "An export has no modules: import the names that are needed, "
                "as in `from lenet.x import y`."
            )
        name = attributes[0].attr
        self._add_from(home, name)
        yield Change(used, attributes[0], name)

    def _add_from(self, home: str, name: str) -> None:
        """Add a name of a module, which may import it from another one."""
        home = self.instead.get(home, home)
        file = module(home)
        if name in file.imported and name not in file.defined:
            there = file.imported[name]
            self._add_from(there.module, there.name)
        elif name not in file.defined:
            raise ValueError(f"{home} defines no {name}, which is needed.")
        else:
            is_model = home.startswith(MODELS)
            self.add((home, "" if is_model else name))


def _refuse_late_imports(file: Module, node: ast.stmt) -> None:
    for each in ast.walk(node):
        if isinstance(each, ast.Import | ast.ImportFrom):
            raise ValueError(
                f"{file.name} imports within a function, in line {each.lineno}"
                ". An export needs all imports at the top of the file."
            )


def _title(node: ast.AST, name: str) -> str:
    """Return the first words of a docstring, or else the name."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
        words = (ast.get_docstring(node) or "").partition("\n")[0].rstrip(".")
        if words:
            return words
    return f"`{name}`"
