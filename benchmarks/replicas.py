"""Measure the throughput of replicas on this machine's CPU.

    python -m benchmarks.replicas [--batch 64] [--rounds 30] [--steps 10]

1, 2, 4 and 8 logical CPUs are in a process each, and take turns of some steps, in
a new random order in each round, so other work on the machine disturbs all of
them equally. Ratios are medians of the ratios within a round. Replicas on logical
CPUs share this CPU, so they are for learning, not for speed.

The replicated loop with 1 replica takes turns of one epoch with loop="graph", as in
benchmarks.training. Brackets contain the median with a probability of 95 %.
"""

import argparse
import multiprocessing
import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from statistics import median
from unittest.mock import patch

import numpy as np
import tensorflow as tf

from benchmarks import training
from benchmarks.tables import print_table
from benchmarks.training import Turn, compete, median_of
from lenet.digits import Digits, load
from lenet.models import PARADIGMS
from lenet.replicas.lesson.scaling import traced_step
from lenet.replicas.strategies import strategy_for
from lenet.settings import Placement
from lenet.training import train

REPLICAS = (1, 2, 4, 8)
GRAPH, ONE = "graph", "replicated, 1 replica"


def contestant(replicas: int, sizes: list[int], ends: Connection) -> None:
    """Run steps on request, in a process of its own; `ends` is its pipe."""
    strategy = strategy_for(Placement("mirrored", logical_cpus=replicas))
    step = {size: traced_step(strategy, size) for size in sizes}
    ends.send("ready")
    while order := ends.recv():
        size, steps = order
        ends.send(median(step[size]()[0] for _ in range(steps)))


def scaling(batch: int, rounds: int, steps: int) -> dict[tuple[int, int], np.ndarray]:
    """Return the images a second in each round, by replicas and global batch."""
    ends, context = {}, multiprocessing.get_context("spawn")
    for replicas in REPLICAS:
        ends[replicas], its = context.Pipe()
        sizes = sorted({batch, batch * replicas})
        context.Process(
            target=contestant, args=(replicas, sizes, its), daemon=True
        ).start()
    for end in ends.values():
        assert end.recv() == "ready"
    points = sorted({(n, size) for n in REPLICAS for size in (batch, batch * n)})
    speeds: dict[tuple[int, int], list[float]] = {point: [] for point in points}
    for _ in range(rounds):
        for replicas, size in random.sample(points, len(points)):
            ends[replicas].send((size, steps))
            speeds[replicas, size].append(size / ends[replicas].recv())
    for end in ends.values():
        end.send(None)
    return {point: np.array(each) for point, each in speeds.items()}


def replicated(digits: Digits, epochs: int, turn: Turn) -> None:
    train(
        PARADIGMS["Subclassing"](),
        digits,
        epochs=epochs,
        batch_size=training.BATCH_SIZE,
        on_report=lambda report: None,
        should_stop=lambda: False,
        callbacks=[turn],
        loop=partial(replicated, strategy=tf.distribute.MirroredStrategy(["cpu:0"])),
    )


def overhead(rounds: int) -> dict[str, list[float]]:
    """Return the images a second of both loops, epoch by epoch."""
    digits = load("sample")
    digits = replace(
        digits, test_images=digits.test_images[:1], test_labels=digits.test_labels[:1]
    )
    contestants: dict[str, Callable[[Digits, int, Turn], None]] = {
        GRAPH: training.loop("graph"),
        ONE: replicated,
    }
    with patch.dict(training.CONTESTANTS, contestants):
        return compete(digits, rounds, list(contestants))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--batch", type=int, default=64)
    arguments.add_argument("--rounds", type=int, default=30)
    arguments.add_argument("--steps", type=int, default=10)
    options = arguments.parse_args()
    speeds = scaling(options.batch, options.rounds, options.steps)
    one = speeds[1, options.batch]
    rows = {"1 replica, images a second": f"{median(one):,.0f}"}
    for mode, grows in (("same global batch", False), ("same batch each", True)):
        for replicas in REPLICAS[1:]:
            size = options.batch * replicas if grows else options.batch
            low, middle, high = median_of(speeds[replicas, size] / one)
            rows[f"{replicas} replicas, {mode} ({size})"] = (
                f"{middle:.2f} of 1 replica ({low:.2f} to {high:.2f}), "
                f"efficiency {middle / replicas:.0%}"
            )
    print_table(f"Replicas on this CPU, {options.batch} images on one", rows)

    loops = overhead(options.rounds)
    low, middle, high = median_of(np.divide(loops[ONE], loops[GRAPH]))
    rows = {f"{name}, images a second": f"{median(loops[name]):,.0f}" for name in loops}
    rows["replicated, 1 replica, beside graph"] = (
        f"{middle:.2f} ({low:.2f} to {high:.2f})"
    )
    print_table(f"The replicated loop, batches of {training.BATCH_SIZE}", rows)


if __name__ == "__main__":
    main()
