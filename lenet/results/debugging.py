"""The same bug, print or breakpoint in three lanes: plain data."""

from dataclasses import dataclass

from lenet.results.messages import Message
from lenet.source import Source


@dataclass(frozen=True)
class Place:
    """A line of a function, from 1, and its code without the indent."""

    function: str
    line: int
    code: str


@dataclass(frozen=True)
class BugRun:
    """A bug in one lane, and where its error surfaced.

    `driver` is the code that called the body. `surfaces` says in words in which
    step. `place` is the learner's last line in the traceback, or without
    an error the last line that ran. `distance` counts the lines that Python ran
    after the one with the cause, up to that place: 0 if it is the cause itself.
    `naming` are the lines of the message that name the cause, and the line to
    read in `traceback` is the learner's last one.
    """

    driver: Source
    surfaces: str
    place: Place
    distance: int
    message: Message | None
    traceback: Message | None
    naming: tuple[int, ...]
    returned: str

    @property
    def at_the_cause(self) -> bool:
        """Return whether the learner's last line there is the cause."""
        return self.message is not None and self.distance == 0


@dataclass(frozen=True)
class BugRuns:
    """A bug in all lanes: the body, its line with the cause, and each run."""

    body: Source
    cause: Place
    lanes: dict[str, BugRun]

    @property
    def at_the_cause(self) -> tuple[str, ...]:
        """Return the lanes where the learner's last line is the cause."""
        return tuple(
            name for name, run in self.lanes.items() if run.at_the_cause
        )


@dataclass(frozen=True)
class Printed:
    """What a lane printed in some calls, and how often each function did."""

    driver: Source
    text: str
    calls: int
    by_print: int
    by_tf_print: int


@dataclass(frozen=True)
class Stop:
    """One stop of a debugger: in which call, 0 before the first, and names."""

    call: int
    names: dict[str, str]


@dataclass(frozen=True)
class Stops:
    """The stops of a debugger in some calls of a lane."""

    driver: Source
    calls: int
    stops: tuple[Stop, ...]
