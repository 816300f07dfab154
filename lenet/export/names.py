"""The names that a statement uses, and those that it binds itself."""

import ast
from collections.abc import Iterator


def uses(node: ast.stmt) -> Iterator[tuple[ast.Name, list[ast.Attribute]]]:
    """Yield each use of a global name, with the attribute that is read of it.

    A name that the statement binds anywhere within itself is its own.
    """
    own = bound(node)
    owners = {
        each.value: each
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name)
    }
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and each.id not in own:
            yield each, [owners[each]] if each in owners else []


def bound(node: ast.stmt) -> set[str]:
    """Return the names that a function or class binds within itself."""
    found: set[str] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.arg):
            found.add(each.arg)
        elif isinstance(each, ast.ExceptHandler) and each.name:
            found.add(each.name)
        elif isinstance(each, ast.FunctionDef | ast.ClassDef):
            found |= {each.name} - {getattr(node, "name", "")}
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            found.add(each.id)
        elif isinstance(each, ast.Import | ast.ImportFrom):
            found |= {x.asname or x.name.partition(".")[0] for x in each.names}
        elif isinstance(each, ast.MatchAs | ast.MatchStar) and each.name:
            found.add(each.name)
    return found
