"""A visitor's computations: begun on a page, computed apart from it."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lenet.results.progress import Progress
from ui.foreman.client import WorkError, foreman
from ui.foreman.computations import ComputationStatus
from ui.foreman.jobs import ACTIVE, Phase
from ui.visitor.identity import visitor
from ui.visitor.kept import kept

SECONDS = 120.0
# Results that all visitors share; each is some 100 kB at most.
MOST_RESULTS = 60
COMPUTATIONS = "computations"  # the name under which a visitor's own are kept
LOST = "This computation was lost: the app's workers were restarted. Run it again."


@dataclass(eq=False)
class Computation:
    """One computation as its visitor sees it."""

    target: str
    args: tuple[Any, ...]
    shared: bool
    number: int = 0
    phase: Phase = "queued"
    begun: bool = False
    place: int = 0
    progress: Progress | None = None
    result: Any = None
    message: str = ""

    @property
    def active(self) -> bool:
        """Return whether it waits or runs."""
        return self.phase in ACTIVE

    @property
    def partial(self) -> Any:
        """Return what there is of the result so far, None if nothing."""
        return self.progress and self.progress.partial

    def update(self, status: ComputationStatus) -> None:
        """Copy the newest state from the foreman."""
        self.phase, self.begun, self.place = status.phase, status.begun, status.place
        self.progress, self.result = status.progress, status.result
        self.message = status.message

    def finish(self, result: Any) -> None:
        """Use a result that exists already."""
        self.phase, self.result = "done", result

    def fail(self, message: str) -> None:
        """End it with the reason why it cannot be done."""
        self.phase, self.message = "failed", message


class Results:
    """The newest results that depend only on their arguments."""

    def __init__(self, most: int) -> None:
        self._lock = threading.Lock()
        self._results: OrderedDict[tuple[str, tuple[Any, ...]], Any] = OrderedDict()
        self._most = most

    def of(self, target: str, args: tuple[Any, ...]) -> Any:
        """Return a result, None if it is not kept."""
        with self._lock:
            return self._results.get((target, args))

    def keep(self, target: str, args: tuple[Any, ...], result: Any) -> None:
        """Keep a result; drop the oldest where there are too many."""
        with self._lock:
            self._results[target, args] = result
            if len(self._results) > self._most:
                self._results.popitem(last=False)

    def clear(self) -> None:
        """Drop all results."""
        with self._lock:
            self._results.clear()


@st.cache_resource(show_spinner=False)
def results() -> Results:
    """Return the results that all visitors share."""
    return Results(MOST_RESULTS)


def begin(
    key: str, target: str, *args: Any, seconds: float = SECONDS, shared: bool = False
) -> None:
    """Begin `lenet.module:function`, which takes `on_progress`, under a name.

    It replaces the visitor's running computation, on this or another page, and ends
    after `seconds`. A `shared` one depends only on its arguments: its result is
    computed once for all visitors. If it cannot begin, its message says why.
    """
    computation = kept(COMPUTATIONS)[key] = Computation(target, args, shared)
    if shared and (found := results().of(target, args)):
        computation.finish(found)
        return
    try:
        computation.number = foreman().ask(
            "begin",
            visitor=visitor(),
            target=target,
            args=args,
            kwargs={},
            seconds=seconds,
        )
    except (ValueError, WorkError) as error:
        computation.fail(str(error))


def current(key: str) -> Computation | None:
    """Return the computation begun last under a name, as it was last seen.

    It is the same after a reload.
    """
    computation: Computation | None = kept(COMPUTATIONS).get(key)
    return computation


def follow(key: str) -> Computation | None:
    """Return a computation, up to date; this also reports that the visitor is here."""
    computation = current(key)
    if computation is None or not computation.active:
        return computation
    target, args = computation.target, computation.args
    if computation.shared and (found := results().of(target, args)):
        cancel(key)  # another visitor's was quicker
        computation.finish(found)
        return computation
    try:
        status = foreman().ask(
            "computation_status", visitor=visitor(), number=computation.number
        )
    except WorkError as error:
        computation.fail(str(error))
        return computation
    computation.update(status) if status else computation.fail(LOST)
    if computation.shared and computation.phase == "done":
        results().keep(target, args, computation.result)
    return computation


def cancel(key: str) -> None:
    """End a computation at once; its partial result stays."""
    computation = current(key)
    if computation is None or not computation.active:
        return
    computation.phase = "stopped"
    try:
        foreman().ask("cancel", visitor=visitor(), number=computation.number)
    except WorkError as error:
        computation.fail(str(error))  # its process ended with the workers


def drop(key: str) -> None:
    """End a computation and drop it."""
    cancel(key)
    kept(COMPUTATIONS).pop(key, None)
