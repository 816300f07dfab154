"""The process of one training: it reports over a pipe and listens for "stop"."""

import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from lenet.results.training import Outcome, Report
from lenet.source import resolve
from lenet.state import TrainState
from ui.foreman.child import Failure, end_with_parent, give_way

# A chart on a page shows no more; a report that ends an epoch is always sent.
SECONDS_BETWEEN_REPORTS = 0.1

Message = Report | TrainState | Outcome | Failure


def main(pipe: "Connection[Message, str]", target: str, kwargs: dict[str, Any]) -> None:
    """Run a training function; send its reports, states and its outcome."""
    end_with_parent()
    give_way(5)  # to the workers: somebody waits for each of their answers
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            tempfile.tempdir = folder  # AutoGraph would leave its files behind
            outcome = resolve(target)(
                **kwargs,
                on_report=_throttled(pipe.send),
                on_state=pipe.send,
                should_stop=pipe.poll,
            )
        pipe.send(outcome)
    except Exception as error:
        pipe.send(Failure.of(error))


def _throttled(send: Callable[[Report], None]) -> Callable[[Report], None]:
    sent = float("-inf")

    def on_report(report: Report) -> None:
        nonlocal sent
        now = time.monotonic()
        if report.val_loss is not None or now - sent >= SECONDS_BETWEEN_REPORTS:
            sent = now
            send(report)

    return on_report
