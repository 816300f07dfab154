"""What runs inside the forked processes: a name in, plain data out."""

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

# A page shows no more of a long run than this.
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
        """Describe `error`; bad input is told apart from a fault."""
        kind = "input" if isinstance(error, ValueError) else "fault"
        message = str(error) or type(error).__name__
        return cls(kind, message, "".join(traceback.format_exception(error)))


def invoke(target: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call the function that the server names; give what it returns, or a Failure."""
    try:
        return resolve(target)(*args, **kwargs)
    except Exception as error:
        return Failure.of(error)


def give_way(steps: int) -> None:
    """Let more urgent processes go first, where the system knows such an order."""
    if hasattr(os, "nice"):
        os.nice(steps)


def end_with_parent() -> None:
    """End this process when the foreman's ends, however that ends."""
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
    """Return a `send` that drops what comes too soon, unless it is `always` sent."""
    sent = float("-inf")

    def throttled_send(message: Message) -> None:
        nonlocal sent
        now = time.monotonic()
        if now - sent >= SECONDS_BETWEEN_REPORTS or always(message):
            sent = now
            send(message)

    return throttled_send


def start_worker(warm: str | None) -> None:
    """Prepare a worker: its first visitor should not wait for a trace."""
    end_with_parent()
    if warm is None:
        return
    failure = invoke(warm, (), {})
    if isinstance(failure, Failure):
        raise RuntimeError(failure.details)
