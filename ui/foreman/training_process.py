"""The process of one training: it sends reports over a pipe and waits for "stop"."""

import tempfile
from multiprocessing.connection import Connection
from typing import Any

from lenet.results.training import Outcome, Report
from lenet.source import resolve
from lenet.state import TrainState
from ui.foreman.child import Failure, end_with_parent, lower_priority, throttled

Message = Report | TrainState | Outcome | Failure


def main(
    pipe: "Connection[Message, str]", folder: str, target: str, kwargs: dict[str, Any]
) -> None:
    """Run a training function; send its reports, states and its outcome."""
    end_with_parent()
    lower_priority(5)  # below the workers: a page waits for each of their calls
    tempfile.tempdir = folder  # AutoGraph leaves files in it
    try:
        outcome = resolve(target)(
            **kwargs,
            on_report=throttled(pipe.send, always=_ends_epoch),
            on_state=pipe.send,
            should_stop=pipe.poll,
        )
        pipe.send(outcome)
    except Exception as error:
        pipe.send(Failure.of(error))


def _ends_epoch(report: Report) -> bool:
    return report.val_loss is not None
