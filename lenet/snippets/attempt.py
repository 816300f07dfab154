"""A call whose error is a result."""

from collections.abc import Callable
from typing import Any


def attempt(
    call: Callable[..., Any], *args: Any, **kwargs: Any
) -> tuple[Any, Exception | None]:
    """Return what a call returned, and None; or None, and its error.

    `lenet.snippets.run.capture` returns both as text, and what was printed.
    """
    try:
        return call(*args, **kwargs), None
    except Exception as error:  # any error is a result
        return None, error
