"""Measure the throughput of each loop, beside plain `model.fit`.

    python -m benchmarks.training [--source mnist] [--limit 4000] [--rounds 100]

All trainings are in one process and take turns of one epoch, in a new random
order in each round; only one runs at a time. Figures are medians, and ratios are
medians of the ratios within a round, so other work on the machine disturbs all
of them equally. Tracing, the first epoch and the validation are not counted. The
reports' cost is relative to the same loop traced without the call to Python after
each batch. Brackets contain the median with a probability of 95 %.
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from statistics import median
from threading import Semaphore
from typing import Protocol
from unittest.mock import patch

import numpy as np
import tensorflow as tf

from benchmarks.tables import print_table
from lenet.digits import Digits, load
from lenet.models import PARADIGMS
from lenet.training import train

BATCH_SIZE = 64


class TakesTurns(Protocol):
    """Whatever runs one epoch in each turn."""

    def take(self) -> None:
        """Run one epoch, and wait until it has finished."""


class Turn(tf.keras.callbacks.Callback):
    """A callback that runs one epoch in each turn, and times it."""

    def __init__(self, images: int) -> None:
        super().__init__()
        self.images = images
        self.speeds: list[float] = []
        self.go, self.rests = Semaphore(0), Semaphore(0)
        self.began: float | None = None

    def take(self) -> None:
        """Run one epoch, and wait until it has finished."""
        self.go.release()
        self.rests.acquire()

    def on_epoch_begin(self, epoch, logs=None):
        """Wait for the turn."""
        self.rests.release()
        self.go.acquire()
        self.began = time.perf_counter()

    def on_test_begin(self, logs=None):
        """Stop the clock: validation is not counted."""
        self.stop_clock()

    def on_epoch_end(self, epoch, logs=None):
        """Stop the clock, if there was no validation."""
        self.stop_clock()

    def stop_clock(self) -> None:
        """Record the epoch's throughput, once."""
        if self.began is not None:
            self.speeds.append(self.images / (time.perf_counter() - self.began))
            self.began = None


def plain_fit(digits: Digits, epochs: int, turn: Turn) -> None:
    model = PARADIGMS["Subclassing"]()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(
        digits.train_images,
        digits.train_labels,
        batch_size=BATCH_SIZE,
        epochs=epochs,
        callbacks=[turn],
        verbose=0,
    )


def loop(name: str) -> Callable[[Digits, int, Turn], None]:
    def contestant(digits: Digits, epochs: int, turn: Turn) -> None:
        reports = []
        train(
            PARADIGMS["Subclassing"](),
            digits,
            loop=name,
            epochs=epochs,
            batch_size=BATCH_SIZE,
            on_report=reports.append,
            should_stop=lambda: False,
            callbacks=[turn],
        )

    return contestant


CONTESTANTS = {
    "plain fit": plain_fit,
    "graph": loop("graph"),
    "graph, no reports": loop("graph"),
    "fit": loop("fit"),
    "eager": loop("eager"),
}


def without_reports() -> AbstractContextManager[object]:
    """Return a context in which traced code does not call Python."""
    return patch.object(tf, "numpy_function", lambda *_: tf.constant(False))


def compete(
    digits: Digits, rounds: int, names: list[str], others: Sequence[TakesTurns] = ()
) -> dict[str, list[float]]:
    """Return the images per second of each contestant, by round.

    `others` take a turn in each round as well, and one before the first.
    """
    turns = {name: Turn(len(digits.train_images)) for name in names}
    with ThreadPoolExecutor(len(turns)) as threads:
        trainings = []
        for name, turn in turns.items():
            with without_reports() if "no reports" in name else nullcontext():
                training = threads.submit(CONTESTANTS[name], digits, rounds + 1, turn)
                training.add_done_callback(lambda _, turn=turn: turn.rests.release())
                turn.rests.acquire()
            trainings.append(training)
        for _ in range(rounds + 1):
            everyone = [*turns.values(), *others]
            for turn in random.sample(everyone, len(everyone)):
                turn.take()
        for training in trainings:
            training.result()
    return {name: turn.speeds[1:] for name, turn in turns.items()}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--source", default="sample")
    arguments.add_argument("--limit", type=int, default=4_000)
    arguments.add_argument("--rounds", type=int, default=100)
    arguments.add_argument(
        "--eager", action="store_true", help="measure the eager loop too, which is slow"
    )
    options = arguments.parse_args()
    digits = load(options.source, limit=options.limit)
    digits = replace(
        digits, test_images=digits.test_images[:1], test_labels=digits.test_labels[:1]
    )
    names = [name for name in CONTESTANTS if name != "eager" or options.eager]
    speeds = compete(digits, options.rounds, names)

    def ratio(one: str, other: str) -> tuple[float, float, float]:
        return median_of(np.divide(speeds[one], speeds[other]))

    title = f"Training, {len(digits.train_images):,} images in batches of {BATCH_SIZE}"
    beside = {name: ratio(name, "plain fit") for name in names}
    rows = {
        f"{name}, images a second": f"{median(speeds[name]):,.0f}, "
        f"{middle:.2f} of plain fit ({low:.2f} to {high:.2f})"
        for name, (low, middle, high) in beside.items()
    }
    low, middle, high = (1 - part for part in ratio("graph", "graph, no reports"))
    rows["graph beside plain fit"] = f"{beside['graph'][1]:.2f} (at least 1.5)"
    rows["the reports' cost"] = f"{middle:.1%} ({high:.1%} to {low:.1%}; at most 3 %)"
    print_table(title, rows)


def median_of(values: np.ndarray) -> tuple[float, float, float]:
    """Return the bounds that contain the median with 95 %, and the median."""
    reach = 0.98 / len(values) ** 0.5
    low, middle, high = np.quantile(values, [0.5 - reach, 0.5, 0.5 + reach])
    return low, middle, high


if __name__ == "__main__":
    main()
