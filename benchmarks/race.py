"""Compare the race's figures with those of the training loops.

    python -m benchmarks.race [--rounds 30]

The contestants of `benchmarks.training` train with SGD here, as the race does. In
each round, they and the lanes of the race take a turn of one epoch, in a new random
order. Ratios are medians of the ratios within a round, with the brackets of
`benchmarks.training`. A lane that does the same work as a loop is close to 1, but
the graph loop and the eager loop also shuffle, and count the accuracy.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from unittest.mock import patch

import numpy as np
import tensorflow as tf

from benchmarks import training
from benchmarks.tables import print_table
from benchmarks.training import BATCH_SIZE, Turn, compete, median_of
from lenet.digits import Digits, load
from lenet.graphs.race.field import Field
from lenet.graphs.race.training import LEARNING_RATE
from lenet.models import PARADIGMS
from lenet.results.graphs import EAGER
from lenet.results.race import EPOCH, FIT, RaceSettings
from lenet.training import train

# A lane of the race, and the loop that does the same.
SAME = {EAGER: "eager", EPOCH: "graph, no reports", FIT: "plain fit"}
Contestant = Callable[[Digits, int, Turn], None]


class LaneTurn:
    """A lane that runs one epoch in each turn."""

    def __init__(self, field: Field, name: str) -> None:
        self.field, self.name = field, name
        self.steps = len(field.images) // BATCH_SIZE
        self.speeds: list[float] = []

    def take(self) -> None:
        """Run one epoch, and keep its images per second."""
        seconds = self.field.turn(self.name, self.steps, BATCH_SIZE).seconds
        self.speeds.append(self.steps * BATCH_SIZE / seconds)


def plain_fit(digits: Digits, epochs: int, turn: Turn) -> None:
    model = PARADIGMS["Subclassing"]()
    optimizer = tf.keras.optimizers.SGD(LEARNING_RATE)
    model.compile(optimizer, "sparse_categorical_crossentropy")
    model.fit(
        digits.train_images,
        digits.train_labels,
        batch_size=BATCH_SIZE,
        epochs=epochs,
        callbacks=[turn],
        verbose=0,
    )


def loop(name: str) -> Contestant:
    def contestant(digits: Digits, epochs: int, turn: Turn) -> None:
        train(
            PARADIGMS["Subclassing"](),
            digits,
            loop=name,
            epochs=epochs,
            batch_size=BATCH_SIZE,
            optimizer="sgd",
            learning_rate=LEARNING_RATE,
            on_report=lambda report: None,
            should_stop=lambda: False,
            callbacks=[turn],
        )

    return contestant


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=30)
    rounds = arguments.parse_args().rounds
    digits = load("sample")
    digits = replace(
        digits, test_images=digits.test_images[:1], test_labels=digits.test_labels[:1]
    )
    contestants = {
        "eager": loop("eager"),
        "graph, no reports": loop("graph"),
        "plain fit": plain_fit,
    }
    with tf.device("CPU:0"):
        field = Field(RaceSettings(batch_size=BATCH_SIZE), lambda what: None)
        lanes = {name: LaneTurn(field, name) for name in field.lanes}
        with patch.dict(training.CONTESTANTS, contestants):
            loops = compete(digits, rounds, list(contestants), list(lanes.values()))
    raced = {name: lane.speeds[1:] for name, lane in lanes.items()}
    rows = {
        f"{name}, images a second": f"{median(each):,.0f}"
        for name, each in (raced | loops).items()
    }
    for name, other in SAME.items():
        low, middle, high = median_of(np.divide(raced[name], loops[other]))
        rows[f"{name} in the race, of the loop {other}"] = (
            f"{middle:.2f} ({low:.2f} to {high:.2f})"
        )
    print_table(f"The race beside the training loops, batches of {BATCH_SIZE}", rows)


if __name__ == "__main__":
    main()
