"""What a stepper moves through: positions in a row, counted from 0."""

from dataclasses import dataclass
from typing import Protocol


class Steps(Protocol):
    """The members that a stepper asks for; a lesson may write its own.

    Methods may raise ValueError and WorkError, and leave all as it was then.
    """

    @property
    def index(self) -> int:
        """Return the current position."""

    @property
    def last(self) -> int:
        """Return the last position that the slider reaches."""

    @property
    def can_reset(self) -> bool:
        """Return whether Reset would change anything."""

    @property
    def can_go_back(self) -> bool:
        """Return whether there is a position before."""

    @property
    def can_step(self) -> bool:
        """Return whether there is a position after."""

    def reset(self) -> None:
        """Go to the very first position."""

    def back(self) -> None:
        """Go to the position before."""

    def step(self) -> None:
        """Go to the position after."""

    def seek(self, index: int) -> None:
        """Go to any position that the slider reaches, or to the nearest one."""


@dataclass
class Positions:
    """Positions from 0 to `count` - 1; each move ends within them."""

    count: int
    index: int = 0

    def __post_init__(self) -> None:
        self.seek(self.index)

    @property
    def last(self) -> int:
        """Return the last position."""
        return self.count - 1

    @property
    def can_reset(self) -> bool:
        """Return whether the first position is another one."""
        return self.index > 0

    @property
    def can_go_back(self) -> bool:
        """Return whether there is a position before."""
        return self.index > 0

    @property
    def can_step(self) -> bool:
        """Return whether there is a position after."""
        return self.index < self.last

    def reset(self) -> None:
        """Go to the first position."""
        self.index = 0

    def back(self) -> None:
        """Go to the position before, if there is one."""
        self.seek(self.index - 1)

    def step(self) -> None:
        """Go to the position after, if there is one."""
        self.seek(self.index + 1)

    def seek(self, index: int) -> None:
        """Go to a position, or to the nearest that exists."""
        self.index = min(max(index, 0), self.last)
