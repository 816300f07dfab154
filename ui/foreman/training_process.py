"""The process of one training: it reports over a pipe and listens for "stop"."""

import tempfile
from multiprocessing.connection import Connection
from typing import Any

from lenet.results.training import Outcome, Report
from lenet.source import resolve
from lenet.state import TrainState
from ui.foreman.child import Failure, end_with_parent, give_way, throttled

Message = Report | TrainState | Outcome | Failure


def main(
    pipe: "Connection[Message, str]", folder: str, target: str, kwargs: dict[str, Any]
) -> None:
    """Run a training function; send its reports, states and its outcome."""
    end_with_parent()
    give_way(5)  # to the workers: somebody waits for each of their answers
    tempfile.tempdir = folder  # AutoGraph leaves its files behind
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
