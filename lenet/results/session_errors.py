"""Faults in a TF1 Session, and how a run of one ended: plain data."""

from dataclasses import dataclass

from lenet.results.messages import Message
from lenet.source import Source

BUILDING = "while the graph is built"
CHECK = "in `session.run`, before any kernel runs"
KERNEL = "in `session.run`, in a kernel"
NOWHERE = "nowhere"
PHASES = (BUILDING, CHECK, KERNEL, NOWHERE)


@dataclass(frozen=True)
class Attempt:
    """One run of a program with a Session.

    `phase` is where it failed, one of PHASES. `raised` is the line of `source`
    that raised the error, from 1, or 0 without one. `changed` are the lines of
    `source` that the other program has not: with or without the fault. Where a
    line is missing, it is `missing` lines from the top that it should be.
    """

    source: Source
    phase: str
    raised: int
    message: Message | None
    returned: str
    changed: tuple[int, ...]
    missing: int = 0

    def line(self, number: int) -> str:
        """Return a line of the source, from 1, without its indent."""
        return self.source.text.splitlines()[number - 1].strip()
