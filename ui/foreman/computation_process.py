"""The process of one computation: it sends its progress, and then its result."""

import tempfile
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from lenet.results.progress import Progress
from lenet.source import resolve
from ui.foreman.child import Failure, end_with_parent, lower_priority, throttled


@dataclass(frozen=True, eq=False)
class Done:
    """The result, in a class of its own to tell it from reports."""

    value: Any


Message = Progress | Done | Failure


def main(
    pipe: "Connection[Message, str]", folder: str, target: str, call: dict[str, Any]
) -> None:
    """Run a library function that takes `on_progress`; send its result."""
    end_with_parent()
    lower_priority(5)  # below the workers: a page waits for each of their calls
    tempfile.tempdir = folder
    try:
        value = resolve(target)(
            *call["args"],
            **call["kwargs"],
            on_progress=throttled(pipe.send, always=_begins_part),
        )
        pipe.send(Done(value))
    except Exception as error:
        pipe.send(Failure.of(error))


def _begins_part(progress: Progress) -> bool:
    return not progress.done  # nothing may follow for seconds: it is being traced
