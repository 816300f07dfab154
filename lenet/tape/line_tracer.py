"""Follow chosen functions line by line, and no others."""

import ast
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

from lenet.source import Source, source_of

RETURNED = "return"
BODIES = ("body", "orelse", "finalbody", "handlers")


class Function:
    """A function that can be followed: its name, source and statements."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.name: str = function.__name__
        self.code: CodeType = function.__code__
        self.source: Source = source_of(function)
        tree = ast.parse(textwrap.dedent(self.source.text)).body[0]
        # ast.walk yields a statement after the one around it, so each line gets
        # its innermost statement.
        self._statements = {
            line: statement
            for statement in ast.walk(tree)
            if isinstance(statement, ast.stmt)
            for line in range(statement.lineno, (statement.end_lineno or 0) + 1)
        }

    def line_of(self, frame: FrameType) -> int:
        """Return the first line, from 1, of the statement a frame is at."""
        line = frame.f_lineno - self.source.line + 1
        return self._statements[line].lineno

    def called_at(self, line: int) -> set[str]:
        """Return the names that the statement at `line` calls: {"model"}.

        Of `with` and other blocks only the head counts.
        """
        statement = self._statements[line]
        head = [
            node
            for field, value in ast.iter_fields(statement)
            if field not in BODIES
            for node in (value if isinstance(value, list) else [value])
            if isinstance(node, ast.AST)
        ]
        calls = [
            node.func
            for part in head
            for node in ast.walk(part)
            if isinstance(node, ast.Call)
        ]
        return {
            call.attr if isinstance(call, ast.Attribute) else call.id
            for call in calls
            if isinstance(call, ast.Attribute | ast.Name)
        }


class Activation:
    """One run of a followed function: its current line and its local names."""

    def __init__(self, function: Function, tracer: "LineTracer") -> None:
        self.function = function
        self.line = 1
        self.names: dict[str, Any] = {}
        self._tracer = tracer
        self._failed = False

    def __call__(self, frame: FrameType, event: str, result: Any) -> Any:
        """Handle an event of the interpreter, in the form of sys.settrace.

        https://docs.python.org/3/library/sys.html#sys.settrace
        """
        if event == "line":
            self._failed = False  # the exception has been caught
            line = self.function.line_of(frame)
            if line != self.line:  # else the same statement continues
                self._finish(frame)
                self.line = line
                self._tracer.on_start(self)
        elif event == "exception":
            self._failed = True
        elif event == "return":
            if not self._failed:
                self._finish(frame, {RETURNED: result})
            self._tracer.activations.remove(self)
        return self

    def _finish(
        self, frame: FrameType, more: dict[str, Any] | None = None
    ) -> None:
        before, self.names = self.names, {**frame.f_locals, **(more or {})}
        made = {
            name
            for name, value in self.names.items()
            if before.get(name, self) is not value
        }
        self._tracer.on_line(self, made)


class LineTracer:
    """Follows functions inside `following`, and reports each statement.

    `on_start` is called with an Activation before it runs a statement.
    `on_line` is called afterwards, with the names that the statement assigned.
    The first line is the function's head, which assigns its arguments.

    Python reports the call of every function meanwhile, which adds half to the
    time. `unfollowed` avoids this for a function that calls nothing to follow;
    `pause` stops the reports before such a function is called.
    """

    def __init__(
        self,
        functions: Sequence[Function],
        on_start: Callable[[Activation], None],
        on_line: Callable[[Activation, set[str]], None],
    ) -> None:
        self.on_start, self.on_line = on_start, on_line
        self.activations: list[Activation] = []
        self._functions = {each.code: each for each in functions}

    @property
    def here(self) -> Activation:
        """Return the innermost function that is being followed."""
        return self.activations[-1]

    @contextmanager
    def following(self) -> Iterator[None]:
        """Follow what this thread runs; a debugger works again afterwards."""
        before = sys.gettrace()
        sys.settrace(self._on_call)
        try:
            yield
        finally:
            sys.settrace(before)

    def pause(self) -> None:
        """Stop following until a function that is `unfollowed` has run."""
        sys.settrace(None)

    def unfollowed(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function at full speed; following resumes after it."""

        def at_full_speed(*args: Any, **kwargs: Any) -> Any:
            self.pause()
            try:
                return call(*args, **kwargs)
            finally:
                sys.settrace(self._on_call)

        return at_full_speed

    def _on_call(self, frame: FrameType, event: str, _: Any) -> Any:
        function = self._functions.get(frame.f_code)
        if function is None:
            return None
        activation = Activation(function, self)
        self.activations.append(activation)
        self.on_start(activation)
        return activation
