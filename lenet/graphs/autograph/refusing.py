"""Call a function that a graph refuses, and its fix."""

import inspect
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from lenet.graphs.autograph import REFUSED, REFUSED_FILE
from lenet.graphs.autograph.calls import arguments, text_of, written
from lenet.results.autograph import Failure
from lenet.settings import one_of
from lenet.snippets.attempt import attempt
from lenet.snippets.messages import raised_at, read
from lenet.snippets.tf_warnings import warnings_kept
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
    with warnings_kept():
        _, error = attempt(tf.function(broken), *given)
        returned = text_of(tf.function(fixed)(*given))
    assert error, f"a graph accepts {name}"
    source = source_of(broken)
    message = read(error, source)
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
