"""The statements of a function: the names that they read and set."""

import ast
import textwrap
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import FrameType, ModuleType
from typing import Any

import numpy as np

from lenet.source import Source, source_of

# Their own functions compute with NumPy beside the tensors.
LIBRARIES = ("tensorflow", "keras", "numpy")
BODIES = ("body", "orelse", "finalbody", "handlers")


class Statements:
    """The statements of a function, by their lines in its file."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.source: Source = source_of(function)
        self._globals: Mapping[str, Any] = getattr(function, "__globals__", {})

    @cached_property
    def _tree(self) -> ast.AST:
        tree = ast.parse(textwrap.dedent(self.source.text))
        return ast.increment_lineno(tree, self.source.line - 1)

    @cached_property
    def _by_line(self) -> dict[int, ast.stmt]:
        """The innermost statement of each line: ast.walk yields it last."""
        return {
            line: statement
            for statement in ast.walk(self._tree)
            if isinstance(statement, ast.stmt)
            for line in range(statement.lineno, (statement.end_lineno or 0) + 1)
        }

    def read_at(self, line: int) -> list[str]:
        """Return the names that the statement at a line reads."""
        loaded = [
            node.id
            for node in self._head(line)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        ]
        return list(dict.fromkeys(loaded))

    def set_at(self, name: str, before: int) -> int:
        """Return the last line above `before` that sets a name, or 0."""
        lines = [
            node.lineno
            for node in ast.walk(self._tree)
            if isinstance(node, ast.Name)
            and node.id == name
            and isinstance(node.ctx, ast.Store)
            and node.lineno < before
        ]
        return max(lines, default=0)

    def calls_numpy_at(self, line: int, names: Mapping[str, Any]) -> bool:
        """Return whether the statement at a line calls a function of NumPy."""
        calls = [
            node for node in self._head(line) if isinstance(node, ast.Call)
        ]
        return any(_is_numpys(self._value(call.func, names)) for call in calls)

    def has_number(self, line: int, value: Any) -> bool:
        """Return whether the statement at a line has a scalar as a number."""
        found = [
            n.value for n in self._head(line) if isinstance(n, ast.Constant)
        ]
        numbers = [each for each in found if isinstance(each, float | int)]
        return np.ndim(value) == 0 and float(value) in numbers

    def call_at(self, line: int, method: str) -> str:
        """Return the code of a call of a method at a line, "" without one."""
        calls = (
            ast.unparse(node)
            for node in self._head(line)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == method
        )
        return next(calls, "")

    def _head(self, line: int) -> Iterator[ast.AST]:
        """Yield what is in a line's statement; of a block only its head."""
        statement = self._by_line.get(line)
        if statement is None:
            return
        for part, value in ast.iter_fields(statement):
            for node in value if isinstance(value, list) else [value]:
                if part not in BODIES and isinstance(node, ast.AST):
                    yield from ast.walk(node)

    def _value(self, node: ast.AST, names: Mapping[str, Any]) -> Any:
        """Return what `np.square` stands for, without calling anything."""
        if isinstance(node, ast.Name):
            return names.get(node.id, self._globals.get(node.id))
        if isinstance(node, ast.Attribute):
            home = self._value(node.value, names)
            return getattr(home, node.attr, None)
        return None


def uses_numpy(frame: FrameType) -> bool:
    """Return whether a running function of one's own names NumPy in its code.

    Those of TensorFlow, Keras and NumPy are not one's own.
    """
    names = frame.f_globals
    if str(names.get("__name__")).split(".")[0] in LIBRARIES:
        return False
    code = frame.f_code
    return any(
        _is_numpys(names.get(name, frame.f_locals.get(name)))
        for name in (*code.co_names, *code.co_freevars)
    )


def _is_numpys(value: Any) -> bool:
    """Return whether something is NumPy, a module of it, or its function."""
    is_module = isinstance(value, ModuleType)
    home = getattr(value, "__name__" if is_module else "__module__", None) or ""
    return isinstance(value, np.ufunc) or str(home).split(".")[0] == "numpy"
