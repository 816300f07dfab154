"""What this server's trainings took: no visitor's settings can be told from it."""

import threading
from collections import defaultdict, deque
from statistics import median

import streamlit as st

from lenet.results.cost import Measured
from ui.visitor.state import Training

MOST = 20  # the newest ones of each loop and batch size


class Costs:
    """The newest trainings of all visitors, by loop and batch size."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[tuple[str, int], deque[Measured]] = defaultdict(
            lambda: deque(maxlen=MOST)
        )

    def add(self, measured: Measured) -> None:
        """Keep what one training took."""
        with self._lock:
            self._found[measured.loop, measured.batch_size].append(measured)

    def all(self) -> list[Measured]:
        """Return all that are kept."""
        with self._lock:
            return [one for each in self._found.values() for one in each]


@st.cache_resource(show_spinner=False)
def costs() -> Costs:
    """Return what the trainings on this server took."""
    return Costs()


def keep(training: Training) -> None:
    """Keep what a training took, if it ran to its end and on no replicas."""
    outcome, settings = training.outcome, training.settings
    if training.phase != "done" or training.replicated or not outcome:
        return
    # The first one includes tracing. An epoch of one batch has no other.
    speeds = [report.images_per_second for report in training.reports[1:]]
    if not speeds:
        return
    seen = settings.images_seen
    costs().add(
        Measured(
            settings.loop,
            settings.batch_size,
            settings.images,
            seen(outcome.state.step) - seen(training.first_step),
            training.seconds,
            median(speeds),
            outcome.memory,
        )
    )
