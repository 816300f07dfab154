"""What a tape watched and recorded, and what it returned: plain data."""

from dataclasses import dataclass

from lenet.results.messages import Message
from lenet.source import Source

RAISED = "an error"  # the outcome of a run that raised one


@dataclass(frozen=True)
class Line:
    """The operations that one line of a function ran; `line` counts from 1.

    `taped`: a tape recorded them.
    """

    line: int
    kinds: tuple[str, ...]
    taped: bool


@dataclass(frozen=True)
class Program:
    """The function that follows a rule, or the one that breaks it.

    `changed` are the lines of `source`, from 1, that the other one has not;
    `missing` is the line below one that only the other has, or 0.
    """

    source: Source
    changed: tuple[int, ...]
    missing: int = 0

    def text_of(self, line: int) -> str:
        """Return a line of the source, from 1, without its indent."""
        return self.source.text.splitlines()[line - 1].strip()


@dataclass(frozen=True)
class RuleRun:
    """One run of a rule's program.

    `returned` is its result as text, "None" for None, and "" where it raised an
    error. `message` is that error's, and `raised` its line, from 1, or 0.
    `watched` has, for each tape by its name, the names of what it watched.
    `lines` are those inside the tapes' blocks that ran operations.
    """

    program: Program
    returned: str
    message: Message | None
    raised: int
    watched: dict[str, tuple[str, ...]]
    lines: tuple[Line, ...]

    @property
    def outcome(self) -> str:
        """Return the result as text, or RAISED for an error."""
        return RAISED if self.message else self.returned
