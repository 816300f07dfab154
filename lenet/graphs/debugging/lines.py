"""Which lines Python ran, in which order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lenet.snippets.attempt import attempt
from lenet.tape.line_tracer import Activation, Function, LineTracer


@dataclass(frozen=True)
class Line:
    """One statement that ran: its function, and its line there from 1."""

    function: str
    line: int


def lines_of(
    call: Callable[[], Any],
    functions: Sequence[Callable[..., Any]],
    after: Callable[[Line, dict[str, Any]], None] = lambda line, names: None,
) -> tuple[list[Line], Any, Exception | None]:
    """Return the lines that ran, what the call returned, and its error.

    Only lines of `functions` count, each of them once: a `with` is left at its
    head, which is the same line again. `after` is called after each line with
    the local names.
    """
    seen: dict[Line, None] = {}

    def started(here: Activation) -> None:
        if here.line > 1:  # a function's head only assigns its arguments
            seen.setdefault(_line(here))

    def ended(here: Activation, made: set[str]) -> None:
        after(_line(here), {name: here.names[name] for name in made})

    followed = [Function(function) for function in functions]
    with LineTracer(followed, started, ended).following():
        result, error = attempt(call)
    return list(seen), result, error


def _line(here: Activation) -> Line:
    return Line(here.function.name, here.line)
