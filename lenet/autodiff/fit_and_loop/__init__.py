"""`fit` and a loop with a tape: the same steps, and bugs that part them."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.autodiff.fit_and_loop.setup import Setup
from lenet.autodiff.fit_and_loop.ways import FUNCTIONS, flat_weights
from lenet.results.fit_and_loop import (
    BUGS,
    LOOP,
    WAYS,
    Blame,
    Comparison,
    FitSettings,
)
from lenet.results.progress import OnProgress, Progress, ignore
from lenet.snippets.differing import differing
from lenet.snippets.messages import read
from lenet.source import resolve, source, source_of

__all__ = ["blame", "compare", "compare_with"]


def compare(
    steps: int,
    bug: str | None = None,
    *,
    paradigm: str = "Subclassing",
    seed: int = 0,
    fixed: bool = False,
    on_progress: OnProgress = ignore,
) -> Comparison:
    """Return what five ways make of the same weights and the same batches.

    They are a loop with a tape, `fit`, `fit(run_eagerly=True)`,
    `train_on_batch`, and `fit` with a `train_step` of one's own. Each takes 1
    to 500 `steps` of SGD on batches of 32 digits of the sample. `bug` is one of
    `lenet.results.fit_and_loop.BUGS`: one way has it, or with `fixed` its right
    code. An error that a way raises is in the `messages`. Raises ValueError for
    other arguments.

    https://www.tensorflow.org/guide/keras/customizing_what_happens_in_fit
    """
    settings = FitSettings(steps, bug, paradigm, seed)
    return compare_with(settings, fixed=fixed, on_progress=on_progress)


def compare_with(
    settings: FitSettings,
    *,
    fixed: bool = False,
    on_progress: OnProgress = ignore,
) -> Comparison:
    """Return the comparison of these settings: see `compare`."""
    comparing = Comparing(settings, on_progress)
    setup = Setup(settings, fixed)
    for name in WAYS:
        tf.keras.utils.set_random_seed(settings.seed)  # for what shuffles
        comparing.begin(name)
        try:
            setup.run(name, comparing.record)
        except (ValueError, tf.errors.InvalidArgumentError) as error:
            if settings.bug is None:
                raise
            comparing.fail(error)
        comparing.end()
    return comparing.so_far()


def blame(bug: str) -> Blame:
    """Return the code with a bug, the right code, and where they differ."""
    wrong, right = source(BUGS[bug].code), source(BUGS[bug].right)
    lines, below = differing(wrong.text, right.text)
    return Blame(
        wrong, right, lines, differing(right.text, wrong.text)[0], below
    )


class Comparing:
    """A comparison as it grows: the current way, and what all have recorded."""

    def __init__(self, settings: FitSettings, on_progress: OnProgress) -> None:
        self.settings, self.on_progress = settings, on_progress
        self.name = ""
        self.losses: dict[str, list[float]] = {}
        self.accuracies: dict[str, list[float]] = {}
        self.differences: dict[str, list[float]] = {}
        self.seconds: dict[str, float] = {}
        self.messages: dict[str, Any] = {}
        self.reference: list[np.ndarray] = []  # the tape loop's weights
        self._begun = 0.0

    def begin(self, name: str) -> None:
        """Begin a way."""
        self.name, self._begun = name, time.perf_counter()
        self.losses[name], self.accuracies[name] = [], []
        self.report()

    def record(self, model: tf.keras.Model, loss: Any, accuracy: Any) -> None:
        """Keep a step: its loss, the accuracy, and how far the weights are."""
        self.losses[self.name].append(float(loss))
        self.accuracies[self.name].append(float(accuracy))
        weights = flat_weights(model)
        if self.name == LOOP:
            self.reference.append(weights)
        elif self.reference:
            at = len(self.losses[self.name]) - 1
            apart = float(np.max(np.abs(weights - self.reference[at])))
            self.differences.setdefault(self.name, []).append(apart)
        self.report()

    def fail(self, error: Exception) -> None:
        """Keep the message of an error that ended the way."""
        bug = BUGS[self.settings.bug or ""]
        code: Callable[..., Any] = (
            resolve(bug.code) if bug.way == self.name else FUNCTIONS[self.name]
        )
        self.messages[self.name] = read(error, source_of(code))

    def end(self) -> None:
        """End the way."""
        self.seconds[self.name] = time.perf_counter() - self._begun
        self.report()

    def report(self) -> None:
        """Report the progress, with the comparison so far."""
        self.on_progress(
            Progress(
                self.name,
                part=WAYS.index(self.name) + 1,
                parts=len(WAYS),
                done=len(self.losses[self.name]),
                total=self.settings.steps,
                partial=self.so_far(),
            )
        )

    def so_far(self) -> Comparison:
        """Return all that is recorded."""
        return Comparison(
            self.settings,
            _arrays(self.losses),
            _arrays(self.accuracies),
            _arrays(self.differences),
            dict(self.seconds),
            dict(self.messages),
        )


def _arrays(found: dict[str, list[float]]) -> dict[str, np.ndarray]:
    return {name: np.array(values) for name, values in found.items()}
