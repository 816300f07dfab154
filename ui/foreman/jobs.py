"""Long jobs: a process for each, a few at a time, the others in a fair queue."""

import contextlib
import itertools
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any, ClassVar, Generic, Literal, TypeVar

from lenet.start import temporary_folder
from ui.foreman.child import Failure

Phase = Literal["queued", "running", "stopping", "done", "stopped", "failed"]
ACTIVE: tuple[Phase, ...] = ("queued", "running", "stopping")


@dataclass(frozen=True)
class Limits:
    """How much of the machine jobs of one kind may use; times in seconds."""

    at_once: int
    waiting: int
    seconds: float = 15 * 60
    absence: float = 120  # after this time without a request, a visitor has left
    grace: float = 20  # from "stop" to SIGKILL: evaluating takes a few seconds
    memory: float = 3600  # how long a finished job is kept for its page


@dataclass(eq=False)
class Job:
    """One job, from the queue to its end; each kind extends it."""

    visitor: str
    target: str
    number: int = 0
    phase: Phase = "queued"
    message: str = ""
    seconds: float = 0.0  # its limit; 0 means the limit of its kind
    seen: float = field(default_factory=time.monotonic)
    started: float | None = None
    stop_asked: float | None = None
    unwanted: bool = False  # its visitor is forgotten: nothing of it is kept
    pipe: "Connection[str, Any] | None" = None
    process: Any = None

    @property
    def active(self) -> bool:
        """Return whether it waits or runs."""
        return self.phase in ACTIVE

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of its function."""
        raise NotImplementedError

    def take(self, message: Any) -> None:
        """Keep a message of its process."""
        raise NotImplementedError

    def conclude(self, code: int | None) -> None:
        """Set the last phase: its process has ended with the exit code `code`."""
        raise NotImplementedError


AnyJob = TypeVar("AnyJob", bound=Job)
Main = Callable[["Connection[Any, str]", str, str, dict[str, Any]], None]


class Jobs(Generic[AnyJob]):
    """Starts, follows and ends the jobs of all visitors: one active job for each."""

    noun: ClassVar[str] = "jobs"

    def __init__(self, limits: Limits, context: BaseContext, main: Main) -> None:
        self.limits = limits
        self._context = context
        self._main = main
        self._lock = threading.RLock()
        self._jobs: dict[int, AnyJob] = {}
        self._numbers = itertools.count(1)
        self._closed = threading.Event()
        threading.Thread(target=self._look_after, daemon=True).start()

    def submit(self, job: AnyJob) -> int:
        """Queue a job and return its number; drop its visitor's ended jobs.

        Raises ValueError where too many others are waiting.
        """
        with self._lock:
            waiting = len(self._in_phase("queued"))
            if waiting >= self.limits.waiting:
                raise ValueError(
                    f"{waiting} {self.noun} are waiting for this machine already. "
                    "Try again in a few minutes."
                )
            self.forget(job.visitor)
            job.number = next(self._numbers)
            self._jobs[job.number] = job
            self._start_waiting()
            return job.number

    def forget(self, visitor: str) -> None:
        """Drop the visitor's ended jobs."""
        with self._lock:
            for job in list(self._jobs.values()):
                if job.visitor == visitor and not job.active:
                    del self._jobs[job.number]

    def forget_visitor(self, visitor: str) -> None:
        """Stop the visitor's jobs, and drop all of them, running ones at their end."""
        with self._lock:
            for job in list(self._jobs.values()):
                if job.visitor != visitor:
                    continue
                job.unwanted = True
                self._stop(job, "")
                if not job.active:
                    self._drop(job)

    def discard(self, job: AnyJob) -> None:
        """Delete what an unwanted job left on the disk: by default it left nothing."""

    def newest(self, visitor: str) -> AnyJob | None:
        """Return the visitor's newest job, and note that the visitor is here."""
        with self._lock:
            theirs = [
                job
                for job in self._jobs.values()
                if job.visitor == visitor and not job.unwanted
            ]
            for job in theirs:
                job.seen = time.monotonic()
            return max(theirs, key=lambda job: job.number, default=None)

    def place(self, job: AnyJob) -> int:
        """Return a job's position in the queue, from 1; 0 once it runs."""
        queue = self._in_phase("queued")
        return queue.index(job) + 1 if job in queue else 0

    def counts(self) -> dict[str, int]:
        """Return how many jobs run and wait, and how many may run at once."""
        with self._lock:
            running = len(self._in_phase("running", "stopping"))
            return {
                "running": running,
                "waiting": len(self._in_phase("queued")),
                "places": self.limits.at_once,
            }

    def close(self) -> None:
        """End all jobs now, because the server has ended."""
        self._closed.set()
        with self._lock:
            for job in self._in_phase("running", "stopping"):
                if job.process:
                    job.process.kill()

    def _in_phase(self, *phases: Phase) -> list[AnyJob]:
        jobs = [job for job in self._jobs.values() if job.phase in phases]
        return sorted(jobs, key=lambda job: job.number)

    def _start_waiting(self) -> None:
        free = self.limits.at_once - len(self._in_phase("running", "stopping"))
        for job in self._in_phase("queued")[: max(0, free)]:
            job.phase, job.started = "running", time.monotonic()
            threading.Thread(target=self._run, args=(job,), daemon=True).start()

    def _run(self, job: AnyJob) -> None:
        """Run the job in a process, and remove its files, however it ends."""
        try:
            with tempfile.TemporaryDirectory(
                dir=temporary_folder.usable(), ignore_cleanup_errors=True
            ) as folder:
                self._run_in(folder, job)
        except OSError as error:  # the disk is full, or cannot be written
            job.take(Failure.of(error))
        with self._lock:
            job.conclude(job.process.exitcode if job.process else None)
            if job.unwanted:
                self._drop(job)
            self._start_waiting()

    def _drop(self, job: AnyJob) -> None:
        self._jobs.pop(job.number, None)
        self.discard(job)

    def _run_in(self, folder: str, job: AnyJob) -> None:
        """Start the job's process and listen to it until it ends."""
        ours, theirs = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined]
            target=self._main,
            args=(theirs, folder, job.target, job.arguments()),
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
                message = ours.recv()
                with self._lock:
                    job.take(message)
        except (EOFError, OSError):  # the process ended, or never began
            if job.process:
                process.join()
        finally:
            ours.close()

    def _stop(self, job: AnyJob, message: str) -> None:
        if job.phase == "queued":
            job.phase, job.message = "stopped", message
        elif job.phase == "running":
            job.phase, job.message = "stopping", message
            job.stop_asked = time.monotonic()
            self._ask_to_stop(job)

    def _ask_to_stop(self, job: AnyJob) -> None:
        if job.process and not self.limits.grace:
            job.process.kill()
        elif job.pipe:
            # A process that has just ended no longer reads its pipe.
            with contextlib.suppress(OSError):
                job.pipe.send("stop")

    def _look_after(self) -> None:
        while not self._closed.wait(1):
            with self._lock:
                for job in list(self._jobs.values()):
                    self._look_at(job, time.monotonic())

    def _look_at(self, job: AnyJob, now: float) -> None:
        unseen = now - job.seen
        limit = job.seconds or self.limits.seconds
        if job.phase in ("queued", "running") and unseen > self.limits.absence:
            away = written(self.limits.absence)
            self._stop(job, f"Stopped: its page was not open for {away}.")
        elif job.started and now - job.started > limit:
            self._stop(job, f"Stopped at this app's limit of {written(limit)}.")
        if job.phase == "stopping" and job.process and job.stop_asked:
            if now - job.stop_asked > self.limits.grace:
                job.process.kill()
        elif not job.active and unseen > self.limits.memory:
            del self._jobs[job.number]


def written(seconds: float) -> str:
    """Return a time limit in words: "90 seconds", "2 minutes 30 seconds"."""
    if seconds < 120:
        return f"{seconds:g} {'second' if seconds == 1 else 'seconds'}"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes:,} minutes" + (f" {written(rest)}" if rest else "")
