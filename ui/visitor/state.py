"""What a visitor owns: their model, and its trainings."""

import functools
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
import streamlit as st

from lenet.results.numbers import duration, memory_size, percent
from lenet.results.training import Outcome, Report
from lenet.settings import Settings
from lenet.state import TrainState
from ui.visitor.answers import Answers
from ui.visitor.identity import visitor

# A chart 1,000 pixels wide shows no more points of one run.
MOST_POINTS = 500
MOST_EARLIER_RUNS = 5
# Visitors who left and may return; each takes some megabytes at most.
MOST_ABSENT_VISITORS = 100


@dataclass(eq=False)
class Training:
    """One training of a visitor."""

    settings: Settings
    number: int
    first_step: int
    phase: str = "queued"
    begun: bool = False  # its process is there
    place: int = 0
    message: str = ""
    reports: list[Report] = field(default_factory=list)
    reports_seen: int = 0
    outcome: Outcome | None = None
    seconds: float = 0.0  # that its process has run

    @property
    def active(self) -> bool:
        """Return whether the training waits or runs."""
        return self.phase in ("queued", "running", "stopping")

    @property
    def summary(self) -> str:
        """Return its phase in a few words."""
        if self.phase == "queued":
            return f"Waiting, place {self.place} in the queue"
        if self.phase == "running" and not self.begun:
            return "Starting a process with TensorFlow"
        if self.phase == "running" and not self.reports:
            each = " for each replica" if self.replicated else ""
            return f"Loading the images, tracing the model{each}"
        if self.phase == "running":
            report = self.reports[-1]
            replicas = len(report.replica_speeds)
            kind = "replica" if replicas == 1 else "replicas"
            on = f", on {replicas} {kind}" if replicas else ""
            accuracy = f"accuracy so far {percent(report.accuracy)}"
            so_far = f"{duration(self.seconds)} so far"
            return f"Epoch {report.epoch}, {accuracy}{on}, {so_far}"
        return f"{self.phase.capitalize()}{self.took}"

    @property
    def took(self) -> str:
        """Return what it took: ", it took 11.2 s and 0.3 GB"; "" if that is unknown."""
        if not self.outcome:
            return ""
        memory = self.outcome.memory
        and_memory = f" and {memory_size(memory)}" if memory else ""
        return f", it took {duration(self.seconds)}{and_memory}"

    @property
    def replicated(self) -> bool:
        """Return whether it runs under a strategy, on replicas."""
        return self.settings.placement.strategy != "default"

    @property
    def loop(self) -> str:
        """Return the name of its loop: its strategy's, where it has one."""
        placement = self.settings.placement
        return placement.strategy if self.replicated else self.settings.loop

    @property
    def progress(self) -> float:
        """Return the share that is done, 0 to 1."""
        if self.phase == "done":  # its first epoch may have been begun before
            return 1.0
        if not self.reports:
            return 0.0
        steps = self.settings.epochs * self.settings.steps_per_epoch
        return min(1.0, (self.reports[-1].step - self.first_step) / steps)

    @property
    def has_two_epochs(self) -> bool:
        """Return whether its reports are of more than one epoch."""
        return bool(self.reports) and self.reports[0].epoch < self.reports[-1].epoch

    def add(self, reports: tuple[Report, ...]) -> None:
        """Add new reports; drop some old ones where there are too many."""
        self.reports_seen += len(reports)
        self.reports.extend(reports)
        if len(self.reports) > MOST_POINTS:
            newest = len(self.reports) - 1
            self.reports = [
                report
                for index, report in enumerate(self.reports)
                if index % 2 == 0 or index == newest or report.val_loss is not None
            ]


@dataclass(frozen=True, eq=False)
class Labelled:
    """A digit that the visitor has drawn, (32, 32, 1), and what they say it is."""

    image: np.ndarray
    label: int


@dataclass(eq=False)
class VisitorState:
    """Everything that the app keeps for one visitor: some megabytes at most."""

    model: TrainState | None = None
    digit: np.ndarray | None = None  # (32, 32, 1), the last one of Draw a digit
    labelled: Labelled | None = None  # the one that lies under the microscope
    training: Training | None = None
    earlier: list[Training] = field(default_factory=list)
    logs: list[str] = field(default_factory=list)  # names of runs for TensorBoard
    answers: Answers = field(default_factory=Answers)
    kept: dict[str, Any] = field(default_factory=dict)  # by pages, under their names
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, training: Training) -> None:
        """Make `training` the current one, and the one before it an earlier run."""
        if self.training and self.training.reports:
            self.earlier = [self.training, *self.earlier][:MOST_EARLIER_RUNS]
        self.training = training

    def reset(self) -> None:
        """Delete the model; its curves stay for comparison."""
        if self.training and self.training.reports:
            self.earlier = [self.training, *self.earlier][:MOST_EARLIER_RUNS]
        self.training = self.model = None


class VisitorStates:
    """The states of all visitors who are here, and of some who left."""

    def __init__(self, remembered: int) -> None:
        self._lock = threading.Lock()
        self._alive: WeakValueDictionary[str, VisitorState] = WeakValueDictionary()
        self._recent: OrderedDict[str, VisitorState] = OrderedDict()
        self._remembered = remembered

    def forget(self, name: str) -> None:
        """Drop a visitor's state; the next one of this name is new."""
        with self._lock:
            self._alive.pop(name, None)
            self._recent.pop(name, None)

    def of(self, name: str) -> VisitorState:
        """Return a visitor's state, a new one for a new visitor."""
        with self._lock:
            state = self._alive.get(name) or VisitorState()
            self._alive[name] = self._recent[name] = state
            self._recent.move_to_end(name)
            if len(self._recent) > self._remembered:
                self._recent.popitem(last=False)
            return state


@functools.cache  # a page asks some twenty times in a run
def _visitor_states() -> VisitorStates:
    return VisitorStates(MOST_ABSENT_VISITORS)


def visitor_state() -> VisitorState:
    """Return what this visitor owns, the same after a reload."""
    # The session keeps a reference, so that no crowd of others can push it out.
    state = st.session_state["_state"] = _visitor_states().of(visitor())
    return state


def drop_state() -> None:
    """Drop what this visitor owns."""
    _visitor_states().forget(visitor())
    st.session_state.pop("_state", None)
