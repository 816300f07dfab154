"""A question as data: its options, why each is right or wrong, and when."""

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from ui.visitor.answers import Answer


@dataclass(frozen=True)
class Option:
    """One option: its label, why it is right or wrong, and when it is right."""

    label: str
    why: str
    holds: Callable[[Any], bool]


@dataclass(frozen=True)
class Question:
    """A question of the lesson in pages/`page`.py; `key` names it everywhere.

    `before` says when to predict, "Before you start"; it begins the open question.
    """

    key: str
    page: str
    text: str
    options: tuple[Option, ...]
    before: str = ""

    @property
    def open_text(self) -> str:
        """Return the text while a prediction can be made."""
        if not self.before:
            return self.text
        first, _, rest = self.text.partition(" ")
        # A name such as LeNet has capitals within it, and keeps them.
        first = first.lower() if first == first.capitalize() else first
        return f"{self.before}: {first} {rest}"

    @property
    def labels(self) -> list[str]:
        """Return the labels of the options, in their order."""
        return [option.label for option in self.options]

    def answer(
        self, run: Hashable, pending: int | None, result: Any, truth: str
    ) -> Answer:
        """Return the answer: the prediction compared with the result of a run."""
        chosen = None if pending is None else self.options[pending]
        right = {one.label: one.why for one in self.options if one.holds(result)}
        return Answer(
            run,
            chosen.label if chosen else None,
            chosen.why if chosen else "",
            right,
            truth,
        )


def between(low: float, high: float = math.inf) -> Callable[[float], bool]:
    """Return a predicate: is a number at least `low` and less than `high`?"""
    return lambda number: low <= number < high


def exactly(value: Any) -> Callable[[Any], bool]:
    """Return a predicate: is a result equal to `value`?"""
    return lambda result: bool(result == value)
