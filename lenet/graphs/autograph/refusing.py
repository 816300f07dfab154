"""Call a function that a graph refuses, and its fix."""

import inspect
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from lenet.graphs.autograph import REFUSED, REFUSED_FILE
from lenet.graphs.autograph.calls import arguments, text_of, written
from lenet.graphs.autograph.messages import message_of
from lenet.graphs.autograph.quiet import quiet
from lenet.graphs.messages import raised_at
from lenet.results.autograph import Failure
from lenet.settings import one_of
from lenet.source import resolve, source_of

FIXED = "_fixed"


def refuse(name: str) -> Failure:
    """Return the error of a function in a graph, and what its fix returned.

    Raises ValueError for a name that is none of REFUSED.
    """
    one_of("function", name, tuple(REFUSED))
    numbers = REFUSED[name].arguments
    given = arguments(numbers)
    broken, fixed = (_read(name, kind) for kind in ("", FIXED))
    with quiet():
        error = _error_of(broken, given)
        returned = text_of(tf.function(fixed)(*given))
    source = source_of(broken)
    message = message_of(error, source)
    named = [line - source.line + 1 for _, line in message.names]
    return Failure(
        source=source,
        call=written(name, (f"tf.constant({each})" for each in numbers)),
        message=message,
        lines=tuple(named) or (raised_at(error, inspect.unwrap(broken)),),
        eager=text_of(broken(*given)),
        fixed=source_of(fixed),
        returned=returned,
    )


def _read(name: str, kind: str) -> Callable[..., Any]:
    function: Callable[..., Any] = resolve(f"{REFUSED_FILE}:{name}{kind}")
    return function


def _error_of(function: Callable[..., Any], given: list[Any]) -> Exception:
    try:
        tf.function(function)(*given)
    except Exception as error:  # which one it is, is the lesson
        return error
    raise AssertionError(f"a graph accepts {function.__name__}")
