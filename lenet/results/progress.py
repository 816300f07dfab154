"""The progress of a long computation: plain data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Progress:
    """The progress of a computation: its current part, and how much is done.

    `what` names the part, number `part` of `parts`, from 1. `done` of `total`
    `unit`s of it are done; a `total` of 0 means that nothing is counted.
    `partial` is the whole result so far, in a form that the computation
    chooses.
    """

    what: str
    part: int = 1
    parts: int = 1
    done: float = 0
    total: float = 0
    unit: str = "step"
    partial: Any = None

    @property
    def share(self) -> float:
        """Return the share that is done of all parts, 0 to 1."""
        inside = min(1.0, self.done / self.total) if self.total else 0.0
        return (self.part - 1 + inside) / self.parts


OnProgress = Callable[[Progress], None]


def ignore(progress: Progress) -> None:
    """Ignore a report: the default of `on_progress`."""
