"""The functions inside the forked processes: a name in, plain data out."""

import multiprocessing
import os
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, TypeVar

from lenet.source import resolve

# A page shows no more reports of a long run.
SECONDS_BETWEEN_REPORTS = 0.1

Message = TypeVar("Message")


@dataclass(frozen=True)
class Failure:
    """An exception as text, so that no exception class has to be imported."""

    kind: str
    message: str
    details: str

    @classmethod
    def of(cls, error: BaseException) -> "Failure":
        """Return `error` as data; bad input is told apart from a fault."""
        kind = "input" if isinstance(error, ValueError) else "fault"
        message = str(error) or type(error).__name__
        return cls(kind, message, "".join(traceback.format_exception(error)))


def invoke(target: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Return what the named function returns, or a Failure."""
    try:
        return resolve(target)(*args, **kwargs)
    except Exception as error:
        return Failure.of(error)


def lower_priority(steps: int) -> None:
    """Lower the priority of this process, where the system has priorities."""
    if hasattr(os, "nice"):
        os.nice(steps)


def end_with_parent() -> None:
    """End this process when the foreman's ends, for any reason."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def throttled(
    send: Callable[[Message], None],
    always: Callable[[Message], bool] = lambda message: False,
) -> Callable[[Message], None]:
    """Return a `send` that drops messages that come too soon, unless `always` holds."""
    sent = float("-inf")

    def throttled_send(message: Message) -> None:
        nonlocal sent
        now = time.monotonic()
        if now - sent >= SECONDS_BETWEEN_REPORTS or always(message):
            sent = now
            send(message)

    return throttled_send


def start_worker(warm: str | None) -> None:
    """Prepare a worker, so that its first visitor does not wait for a trace.

    What fails is no reason to end: the foreman warms one up too, and logs it, and
    calls that need nothing of it still work.
    """
    end_with_parent()
    if warm is not None:
        invoke(warm, (), {})
