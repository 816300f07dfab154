"""The programs of the three lanes: one body, and a driver for each lane."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from lenet.digits import load
from lenet.graphs.lanes import forward, small, training
from lenet.models import BUILDS, PARADIGMS
from lenet.results.graphs import EAGER, FUNCTION, LANE_NAMES, SESSION
from lenet.results.lanes import FORWARD, PROGRAM_NAMES, SMALL, TRAINING
from lenet.settings import PARADIGM_NAMES, one_of
from lenet.training.step import train_step

IMAGES = 400  # the seed chooses among the sample's first ones
BATCH_SIZE = 16  # of the training step


class Program(NamedTuple):
    """A body, its driver in each lane, and how many images a driver takes."""

    body: Callable[..., Any]
    drivers: dict[str, Callable[..., Any]]
    images: int


PROGRAMS = {
    SMALL: Program(
        small.small,
        {
            SESSION: small.small_in_session,
            EAGER: small.small_eager,
            FUNCTION: small.small_in_function,
        },
        0,
    ),
    FORWARD: Program(
        forward.forward,
        {
            SESSION: forward.forward_in_session,
            EAGER: forward.forward_eager,
            FUNCTION: forward.forward_in_function,
        },
        2,
    ),
    TRAINING: Program(
        train_step,
        {
            SESSION: training.step_in_session,
            EAGER: training.step_eager,
            FUNCTION: training.step_in_function,
        },
        BATCH_SIZE,
    ),
}
assert tuple(PROGRAMS) == PROGRAM_NAMES
assert all(tuple(each.drivers) == LANE_NAMES for each in PROGRAMS.values())


def program_of(name: str) -> Program:
    """Return a program. Raises ValueError for a name that has none."""
    one_of("program", name, PROGRAM_NAMES)
    return PROGRAMS[name]


def arguments(name: str, paradigm: str, seed: int) -> tuple[Any, ...]:
    """Return what the drivers of a program take; the same for all lanes.

    The weights are new ones, by the seed, which also chooses the images:
    (1, 32, 32, 1) float32 twice for the forward pass, a batch of 16 with its
    int64 labels for the training step. Raises ValueError for an unknown name.
    """
    count = program_of(name).images
    if not count:
        return ()
    one_of("paradigm", paradigm, PARADIGM_NAMES)
    weights = PARADIGMS[paradigm](seed=seed).get_weights()
    images, labels = _digits()
    chosen = np.random.default_rng(seed).choice(len(images), count, False)
    x, y = images[chosen], labels[chosen]
    batches = (x[:1], x[1:]) if name == FORWARD else (x, y)
    return BUILDS[paradigm], weights, *batches


@lru_cache(maxsize=1)
def _digits() -> tuple[np.ndarray, np.ndarray]:
    digits = load("sample", limit=IMAGES)
    return digits.train_images, digits.train_labels
