"""The message of an error, with the lines in it that a reader needs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """The message of an error: its lines, and which of them to read.

    `kind` is the error's class. In `lines`, counted from 0, `says` is the line
    that describes what went wrong. `names` maps those that name a line of the
    learner's code to that line of the file. `inner` are those that name other
    code: TensorFlow's, Python's, the app's.
    """

    kind: str
    lines: tuple[str, ...]
    says: int
    names: tuple[tuple[int, int], ...] = ()
    inner: tuple[int, ...] = ()

    @property
    def said(self) -> str:
        """Return the line that describes what went wrong."""
        return self.lines[self.says].strip()

    def naming(self, line: int) -> tuple[int, ...]:
        """Return the lines of the message that name this line of the file."""
        return tuple(at for at, named in self.names if named == line)
