"""The source code of what runs, read from the object that is called."""

import importlib
import inspect
from dataclasses import dataclass
from operator import attrgetter
from types import ModuleType
from typing import Any


@dataclass(frozen=True)
class Source:
    """A piece of code: its text, its file and its first line in that file."""

    text: str
    file: str
    line: int


def source(name: str) -> Source:
    """Read the source of "lenet.module" or "lenet.module:name".

    The object is imported in this process, so the text is that of the code
    that runs. Raises ValueError for a name outside the library.
    """
    module_name = name.partition(":")[0]
    if module_name.split(".")[0] != "lenet":
        raise ValueError(
            f"{name!r} is not in the library; its name must begin with 'lenet.'"
        )
    return source_of(resolve(name))


def source_of(target: Any) -> Source:
    """Read the source of a module, class or function.

    Raises OSError if it has none.
    """
    lines, line = inspect.getsourcelines(target)
    home = inspect.getmodule(target)
    file = _file(home) if home else inspect.getfile(target)
    return Source("".join(lines), file, max(line, 1))


def resolve(name: str) -> Any:
    """Import and return the object named "module" or "module:name".

    The name may be that of a method, "module:Class.method".
    """
    module_name, _, attribute = name.partition(":")
    module = importlib.import_module(module_name)
    return attrgetter(attribute)(module) if attribute else module


def joined(*pieces: Source) -> Source:
    """Join pieces of code into one, with the file and line of the first."""
    text = "\n\n".join(piece.text for piece in pieces)
    return Source(text, pieces[0].file, pieces[0].line)


def _file(module: ModuleType) -> str:
    parts = module.__name__.split(".")
    is_package = hasattr(module, "__path__")
    return "/".join([*parts, "__init__"] if is_package else parts) + ".py"
