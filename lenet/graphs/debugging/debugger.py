"""A debugger that stops at one line and goes on by itself."""

import bdb
from types import CodeType, FrameType


class Debugger(bdb.Bdb):
    """A debugger that stops at one line, and notes what it sees there.

    It does not wait for a user, but goes on. pdb and the debuggers of most
    editors are built on the same class. `line` is a line of the file with
    `code`.

    https://docs.python.org/3/library/bdb.html
    """

    def __init__(self, code: CodeType, line: int) -> None:
        super().__init__()
        self.code, self.line = code, line
        self.seen: list[dict[str, str]] = []
        self.set_break(code.co_filename, line)

    def user_line(self, frame: FrameType) -> None:
        """Note the local names if this is the breakpoint, and go on."""
        if frame.f_code is self.code and frame.f_lineno == self.line:
            self.note(frame)
        self.set_continue()

    def note(self, frame: FrameType) -> None:
        """Note the local names as text."""
        names = frame.f_locals.items()
        self.seen.append({name: str(value) for name, value in names})
