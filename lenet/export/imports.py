"""The imports of an export: sorted, standard library first."""

import sys
from collections.abc import Collection, Iterable, Iterator

from lenet.export.module import Import

PACKAGES = ("keras", "numpy", "tensorflow")
OPTIONAL = ("sympy",)  # named only by an export that imports it


def check_allowed(each: Import, home: str) -> None:
    """Check that `home` may import this in an export.

    Raises ValueError for a package that is none of PACKAGES and OPTIONAL, and
    not of Python.
    """
    allowed = {*PACKAGES, *OPTIONAL, *sys.stdlib_module_names}
    if each.package not in allowed:
        packages = ", ".join(PACKAGES + OPTIONAL)
        raise ValueError(
            f"{home} imports {each.module}, which an export cannot: it has "
            f"only Python and {packages}. Do without it in what the export "
            "needs, or move that code to a module of its own."
        )


def import_lines(imports: Collection[Import]) -> str:
    """Return the statements: the standard library's, then all others."""
    standard = {x for x in imports if x.package in sys.stdlib_module_names}
    blocks = [standard, set(imports) - standard]
    return "\n\n".join("\n".join(_lines(block)) for block in blocks if block)


def _lines(imports: Iterable[Import]) -> Iterator[str]:
    modules = {each for each in imports if not each.name}
    for each in sorted(modules, key=lambda each: each.module):
        bound = each.module.partition(".")[0]
        yield f"import {each.module}" + _renamed(each.local, bound)
    names = set(imports) - modules
    for module in sorted({each.module for each in names}):
        listed = [each for each in names if each.module == module]
        written = [
            each.name + _renamed(each.local, each.name)
            for each in sorted(listed, key=_rank)
        ]
        yield f"from {module} import {', '.join(written)}"


def _renamed(local: str, name: str) -> str:
    return "" if local == name else f" as {local}"


def _rank(each: Import) -> tuple[int, str]:
    """Return the place of a name: constants, then classes, then functions."""
    kind = 0 if each.name.isupper() else 1 if each.name[0].isupper() else 2
    return kind, each.name
