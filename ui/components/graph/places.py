"""Where the boxes and edges of a drawing are, in CSS pixels."""

from dataclasses import dataclass, field

Point = tuple[float, float]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Place:
    """Where a box is, from the upper left corner of what it is in."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return self.x + self.width / 2

    def moved(self, x: float, y: float) -> "Place":
        """Return the same place, moved."""
        return Place(self.x + x, self.y + y, self.width, self.height)


@dataclass
class Level:
    """What is in one frame, from its upper left corner.

    `tops` and `bottoms` are where edges enter and leave it, by the box inside that
    they lead to or come from. `lines` are the pieces of edges in it, by source and
    target; "" stands for one that is outside of the frame.
    """

    width: float = 0
    height: float = 0
    places: dict[str, Place] = field(default_factory=dict)
    tops: dict[str, float] = field(default_factory=dict)
    bottoms: dict[str, float] = field(default_factory=dict)
    lines: dict[Pair, list[Point]] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawing:
    """A whole drawing: boxes by name, frames among them, and the points of edges."""

    width: float
    height: float
    places: dict[str, Place]
    lines: dict[Pair, list[Point]]
