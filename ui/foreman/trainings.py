"""Trainings: each in its own process; a stopped one keeps its weights."""

import time
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

from lenet.results.training import Outcome, Report
from lenet.state import TrainState
from lenet.tensorboard.runs import remove
from ui.foreman import training_process
from ui.foreman.child import Failure
from ui.foreman.jobs import Job, Jobs, Limits, Phase

ENDED = (
    "The training's process ended (code {code}) before it was done. "
    "The weights of the last finished epoch are saved. Press Continue to resume."
)


@dataclass(frozen=True, eq=False)
class Status:
    """The state of a training, for its visitor's page.

    `reports` are those after the `reports_seen` of the page; `state` is the newest
    one, if the page does not have it.
    """

    job: int
    phase: Phase
    begun: bool  # its process has started
    settings: Any
    place: int  # in the queue, from 1; 0 once it runs
    reports: tuple[Report, ...]
    state: TrainState | None
    outcome: Outcome | None
    message: str
    seconds: float  # since its process was asked for, without the queue


@dataclass(eq=False)
class Training(Job):
    """One training, from the queue to its outcome."""

    kwargs: dict[str, Any] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    state: TrainState | None = None
    outcome: Outcome | None = None
    ended: float | None = None

    @property
    def ran(self) -> float:
        """Return for how many seconds it has run, or ran."""
        if self.started is None:
            return 0.0
        return (self.ended or time.monotonic()) - self.started

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of the library's training."""
        return self.kwargs

    def take(self, message: training_process.Message) -> None:
        """Keep a report, a state, the outcome, or the reason for a failure."""
        if isinstance(message, Report):
            self.reports.append(message)
        elif isinstance(message, TrainState):
            self.state = message
        elif isinstance(message, Outcome):
            self.outcome, self.state = message, message.state
        elif isinstance(message, Failure):
            self.phase, self.message = "failed", message.message

    def conclude(self, code: int | None) -> None:
        """Set the last phase: done, stopped or failed."""
        self.ended = time.monotonic()
        if self.outcome:
            self.phase = "done" if self.outcome.finished else "stopped"
        elif self.phase != "failed":
            self.phase, self.message = "failed", ENDED.format(code=code)


class Trainings(Jobs[Training]):
    """The trainings of all visitors, one for each."""

    noun = "trainings"

    def __init__(self, limits: Limits, context: BaseContext) -> None:
        super().__init__(limits, context, training_process.main)

    def start(self, visitor: str, target: str, kwargs: dict[str, Any]) -> int:
        """Queue a training and return its number; a second click changes nothing.

        Raises ValueError where too many others are waiting.
        """
        with self._lock:
            mine = self.newest(visitor)
            if mine and mine.active:
                return mine.number
            return self.submit(Training(visitor, target, kwargs=kwargs))

    def stop(self, visitor: str) -> None:
        """End the visitor's training after the current batch; its weights are kept."""
        with self._lock:
            if mine := self.newest(visitor):
                self._stop(mine, "")

    def discard(self, job: Training) -> None:
        """Delete the log of an unwanted training that ended by itself or by Stop."""
        if job.outcome and job.outcome.run:
            remove(Path(job.kwargs["log_root"], "fit", job.outcome.run))

    def status(
        self, visitor: str, job: int, reports_seen: int, step_seen: int
    ) -> Status | None:
        """Return the state of the visitor's training; note that the visitor is here.

        `job`, `reports_seen` and `step_seen` say what the page already has.
        """
        with self._lock:
            mine = self.newest(visitor)
            if mine is None:
                return None
            if mine.number != job:
                reports_seen, step_seen = 0, -1
            state = mine.state
            return Status(
                job=mine.number,
                phase=mine.phase,
                begun=mine.process is not None,
                settings=mine.kwargs["settings"],
                place=self.place(mine),
                reports=tuple(mine.reports[reports_seen:]),
                state=state if state and state.step != step_seen else None,
                outcome=None if mine.active else mine.outcome,
                message=mine.message,
                seconds=mine.ran,
            )
