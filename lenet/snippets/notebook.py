"""Print what a program returned, or its error."""

from collections.abc import Callable
from typing import Any


def attempt(program: Callable[..., Any], *arguments: Any) -> None:
    """Run a program, and print its result or its error."""
    try:
        print(f"{program.__name__} returned {program(*arguments)}")
    except Exception as error:  # an error is what this shows
        print(f"{program.__name__} raised {type(error).__name__}: {error}")
