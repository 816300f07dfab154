"""What a lane of the race is, what it runs on, and its stopwatch."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import tensorflow as tf

IMAGES = tf.TensorSpec([None, 32, 32, 1], tf.float32)


class Stopwatch(tf.keras.callbacks.Callback):
    """The seconds of a `with` block or, as a callback, of an epoch of fit.

    `start` and `end` are in nanoseconds since 1970, as of `time.time_ns`.
    """

    seconds = 0.0

    def __enter__(self) -> Self:
        self.start, self.began = time.time_ns(), time.perf_counter()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds = time.perf_counter() - self.began
        self.end = self.start + round(self.seconds * 1e9)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Start."""
        self.__enter__()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Stop."""
        self.__exit__()


@dataclass(frozen=True)
class Lane:
    """One way to run LeNet over some batches.

    `run(images, labels, batch_size)` runs them all, and waits for the last.
    `weights` reads the weights. A lane with a `stopwatch` uses it itself.
    """

    run: Callable[[np.ndarray, np.ndarray, int], Any]
    weights: Callable[[], list[np.ndarray]]
    stopwatch: Stopwatch | None = None


def batches(
    images: np.ndarray, labels: np.ndarray, size: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield (size, 32, 32, 1) images and (size,) labels, in their order."""
    for first in range(0, len(images), size):
        yield images[first : first + size], labels[first : first + size]
