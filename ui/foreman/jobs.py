"""Trainings: one for each visitor, a few at once, the others in a fair line."""

import contextlib
import itertools
import threading
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any, Literal

from lenet.results.training import Outcome, Report
from lenet.state import TrainState
from ui.foreman import training_process
from ui.foreman.child import Failure

Phase = Literal["queued", "running", "stopping", "done", "stopped", "failed"]
ENDED = (
    "The training's process ended (code {code}) before it was done. "
    "What it had learned by its last epoch is kept: Continue goes on from there."
)
ACTIVE: tuple[Phase, ...] = ("queued", "running", "stopping")


@dataclass(frozen=True)
class Limits:
    """How much of the machine trainings may take; times in seconds."""

    at_once: int
    waiting: int
    seconds: float = 15 * 60
    absence: float = 120  # a visitor unseen for so long has left
    grace: float = 20  # from "stop" to SIGKILL: evaluating takes a few seconds
    memory: float = 3600  # how long a finished training waits to be fetched


@dataclass(frozen=True, eq=False)
class Status:
    """What a page needs to know of its visitor's training.

    `reports` are those after the `reports_seen` that the page named; `state`
    is the newest one that the page does not have.
    """

    job: int
    phase: Phase
    settings: Any
    place: int  # in the queue, from 1; 0 once it runs
    reports: tuple[Report, ...]
    state: TrainState | None
    outcome: Outcome | None
    message: str


@dataclass(eq=False)
class Job:
    """One training, from the queue to its outcome."""

    number: int
    visitor: str
    target: str
    kwargs: dict[str, Any]
    phase: Phase = "queued"
    message: str = ""
    reports: list[Report] = field(default_factory=list)
    state: TrainState | None = None
    outcome: Outcome | None = None
    stop_asked: float | None = None
    started: float | None = None
    pipe: "Connection[str, Any] | None" = None
    process: Any = None


class Jobs:
    """Starts, follows and ends the trainings of all visitors."""

    def __init__(self, limits: Limits, context: BaseContext) -> None:
        self.limits = limits
        self._context = context
        self._lock = threading.RLock()
        self._jobs: dict[str, Job] = {}
        self._seen: dict[str, float] = {}
        self._numbers = itertools.count(1)
        self._closed = threading.Event()
        threading.Thread(target=self._look_after, daemon=True).start()

    def start(self, visitor: str, target: str, kwargs: dict[str, Any]) -> int:
        """Queue a training and give its number; a second click changes nothing.

        Raises ValueError where too many others wait already.
        """
        with self._lock:
            self._seen[visitor] = time.monotonic()
            job = self._jobs.get(visitor)
            if job and job.phase in ACTIVE:
                return job.number
            waiting = len(self._in_phase("queued"))
            if waiting >= self.limits.waiting:
                raise ValueError(
                    f"{waiting} trainings are waiting for this machine's "
                    f"{self.limits.at_once} places. Try again in a few minutes."
                )
            job = Job(next(self._numbers), visitor, target, kwargs)
            self._jobs[visitor] = job
            self._start_waiting()
            return job.number

    def stop(self, visitor: str) -> None:
        """End the visitor's training within a batch; what it learned is kept."""
        with self._lock:
            job = self._jobs.get(visitor)
            if job:
                self._stop(job, "")

    def status(
        self, visitor: str, job: int, reports_seen: int, step_seen: int
    ) -> Status | None:
        """Tell how the visitor's training stands, and that the visitor is here.

        `job`, `reports_seen` and `step_seen` say what the page has already.
        """
        with self._lock:
            self._seen[visitor] = time.monotonic()
            mine = self._jobs.get(visitor)
            if mine is None:
                return None
            if mine.number != job:
                reports_seen, step_seen = 0, -1
            state = mine.state
            queue = self._in_phase("queued")
            return Status(
                job=mine.number,
                phase=mine.phase,
                settings=mine.kwargs["settings"],
                place=queue.index(mine) + 1 if mine in queue else 0,
                reports=tuple(mine.reports[reports_seen:]),
                state=state if state and state.step != step_seen else None,
                outcome=mine.outcome,
                message=mine.message,
            )

    def forget(self, visitor: str) -> None:
        """Drop a finished training: the visitor has its outcome or wants none."""
        with self._lock:
            job = self._jobs.get(visitor)
            if job and job.phase not in ACTIVE:
                del self._jobs[visitor]

    def counts(self) -> dict[str, int]:
        """Count the trainings that run and wait, and the places there are."""
        with self._lock:
            running = len(self._in_phase("running", "stopping"))
            return {
                "running": running,
                "waiting": len(self._in_phase("queued")),
                "places": self.limits.at_once,
            }

    def close(self) -> None:
        """End all trainings now; the visitors' server is gone."""
        self._closed.set()
        with self._lock:
            for job in self._in_phase("running", "stopping"):
                if job.process:
                    job.process.kill()

    def _in_phase(self, *phases: Phase) -> list[Job]:
        jobs = [job for job in self._jobs.values() if job.phase in phases]
        return sorted(jobs, key=lambda job: job.number)

    def _start_waiting(self) -> None:
        free = self.limits.at_once - len(self._in_phase("running", "stopping"))
        for job in self._in_phase("queued")[:free]:
            job.phase, job.started = "running", time.monotonic()
            threading.Thread(target=self._run, args=(job,), daemon=True).start()

    def _run(self, job: Job) -> None:
        """Start the training's process and listen to it until it ends."""
        ours, theirs = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined]
            target=training_process.main,
            args=(theirs, job.target, job.kwargs),
            daemon=True,
        )
        try:
            process.start()  # takes seconds while the template is warming up
            theirs.close()
            with self._lock:
                job.pipe, job.process = ours, process
                if self._closed.is_set():
                    process.kill()
                elif job.phase == "stopping":
                    self._ask_to_stop(job)
            while True:
                self._receive(job, ours.recv())
        except (EOFError, OSError):  # the process ended, or never began
            if job.process:
                process.join()
        finally:
            ours.close()
            self._end(job)

    def _receive(self, job: Job, message: training_process.Message) -> None:
        with self._lock:
            if isinstance(message, Report):
                job.reports.append(message)
            elif isinstance(message, TrainState):
                job.state = message
            elif isinstance(message, Outcome):
                job.outcome, job.state = message, message.state
            elif isinstance(message, Failure):
                job.phase, job.message = "failed", message.message

    def _end(self, job: Job) -> None:
        with self._lock:
            if job.outcome:
                job.phase = "done" if job.outcome.finished else "stopped"
            elif job.phase != "failed":
                code = job.process.exitcode if job.process else "none"
                job.phase, job.message = "failed", ENDED.format(code=code)
            self._start_waiting()

    def _stop(self, job: Job, message: str) -> None:
        if job.phase == "queued":
            job.phase, job.message = "stopped", message
        elif job.phase == "running":
            job.phase, job.message = "stopping", message
            job.stop_asked = time.monotonic()
            self._ask_to_stop(job)

    def _ask_to_stop(self, job: Job) -> None:
        # A process that has just ended hears nothing, and has no need to.
        if job.pipe:
            with contextlib.suppress(OSError):
                job.pipe.send("stop")

    def _look_after(self) -> None:
        while not self._closed.wait(1):
            with self._lock:
                for job in list(self._jobs.values()):
                    self._look_at(job, time.monotonic())

    def _look_at(self, job: Job, now: float) -> None:
        unseen = now - self._seen[job.visitor]
        if job.phase in ("queued", "running") and unseen > self.limits.absence:
            minutes = self.limits.absence / 60
            self._stop(job, f"Stopped: nobody looked for {minutes:.0f} minutes.")
        elif job.started and now - job.started > self.limits.seconds:
            minutes = self.limits.seconds / 60
            self._stop(job, f"Stopped at this app's limit of {minutes:.0f} minutes.")
        if job.phase == "stopping" and job.process and job.stop_asked:
            if now - job.stop_asked > self.limits.grace:
                job.process.kill()
        elif job.phase not in ACTIVE and unseen > self.limits.memory:
            del self._jobs[job.visitor], self._seen[job.visitor]
