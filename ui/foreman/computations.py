"""Computations: calls that take seconds, report progress and can be cancelled.

They differ from the short calls of `ui.foreman.pool`: no page waits for one, it has its
own process, and the visitor's page asks for its progress. They differ from trainings in
that a cancelled one leaves nothing worth keeping, so its process is killed.
"""

from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from typing import Any

from lenet.results.progress import Progress
from ui.foreman import computation_process
from ui.foreman.child import Failure
from ui.foreman.computation_process import Done
from ui.foreman.jobs import Job, Jobs, Limits, Phase

ENDED = "The process that computed this ended (code {code}) before it was done."
REPLACED = "Stopped: you started another computation."


@dataclass(frozen=True, eq=False)
class ComputationStatus:
    """The state of a computation, for its visitor's page."""

    phase: Phase
    begun: bool  # its process has started
    place: int  # in the queue, from 1; 0 once it runs
    progress: Progress | None
    result: Any
    message: str


@dataclass(eq=False)
class Computation(Job):
    """One computation, from the queue to its result."""

    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    progress: Progress | None = None
    done: Done | None = None

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of the library's function."""
        return {"args": self.args, "kwargs": self.kwargs}

    def take(self, message: computation_process.Message) -> None:
        """Keep the newest progress, the result, or the reason for a failure."""
        if isinstance(message, Progress):
            self.progress = message
        elif isinstance(message, Done):
            self.done = message
        elif isinstance(message, Failure):
            self.phase, self.message = "failed", message.message

    def conclude(self, code: int | None) -> None:
        """Set the last phase: done, stopped or failed."""
        if self.phase == "stopping":
            self.phase = "stopped"
        elif self.done:
            self.phase = "done"
        elif self.phase != "failed":
            self.phase, self.message = "failed", ENDED.format(code=code)


class Computations(Jobs[Computation]):
    """The computations of all visitors: one for each; a newer one replaces it."""

    noun = "computations"

    def __init__(self, limits: Limits, context: BaseContext) -> None:
        super().__init__(limits, context, computation_process.main)

    def begin(
        self,
        visitor: str,
        target: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        seconds: float,
    ) -> int:
        """Queue a computation for at most `seconds`, and return its number.

        The visitor's running computation ends, so nobody has two. Raises ValueError
        where too many others are waiting.
        """
        job = Computation(visitor, target, seconds=seconds, args=args, kwargs=kwargs)
        with self._lock:
            before = self.newest(visitor)
            number = self.submit(job)
            if before:
                self._stop(before, REPLACED)
            return number

    def cancel(self, visitor: str, number: int) -> None:
        """End the visitor's computation at once."""
        with self._lock:
            if job := self._of(visitor, number):
                self._stop(job, "")

    def status(self, visitor: str, number: int) -> ComputationStatus | None:
        """Return the state of the visitor's computation; None if it is gone."""
        with self._lock:
            self.newest(visitor)  # notes that the visitor is here
            job = self._of(visitor, number)
            if job is None:
                return None
            return ComputationStatus(
                phase=job.phase,
                begun=job.process is not None,
                place=self.place(job),
                progress=job.progress,
                result=job.done.value if job.done and not job.active else None,
                message=job.message,
            )

    def _of(self, visitor: str, number: int) -> Computation | None:
        job = self._jobs.get(number)
        return job if job and job.visitor == visitor else None
