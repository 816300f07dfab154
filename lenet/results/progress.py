"""How far a computation is that takes a while: plain data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Progress:
    """How far a computation is: the part under way, and how far that part is.

    `what` names the part, number `part` of `parts`, from 1. Of it, `done` of
    `total` `unit`s are done; a `total` of 0 means that nothing is counted in
    it. `partial` is what there is of the result so far, all of it, in a form
    that the computation chooses.
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
    """Take a report where nobody asked for any."""
