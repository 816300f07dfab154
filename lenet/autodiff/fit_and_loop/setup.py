"""What all ways of a comparison begin with, and what a bug replaces."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import tensorflow as tf

from lenet.autodiff.fit_and_loop.data import Data, data_for
from lenet.autodiff.fit_and_loop.schedule import SCHEDULE
from lenet.autodiff.fit_and_loop.ways import (
    FUNCTIONS,
    Loss,
    Record,
)
from lenet.models import PARADIGMS
from lenet.results.fit_and_loop import (
    BUGS,
    DROPOUT,
    L2,
    LOOP,
    Bug,
    FitSettings,
)
from lenet.settings import IMAGE_SHAPE
from lenet.source import resolve

KERNEL_RANK = 2  # biases have one axis


@dataclass(frozen=True)
class Setup:
    """A comparison to run. With `fixed`, the right code replaces the bug's."""

    settings: FitSettings
    fixed: bool = False

    @property
    def bug(self) -> Bug | None:
        """Return the bug, None without one."""
        return BUGS[self.settings.bug] if self.settings.bug else None

    @cached_property
    def data(self) -> Data:
        """Return the batches of all ways."""
        return data_for(self.settings.steps)

    def run(self, name: str, record: Record) -> None:
        """Train in one of the ways."""
        arguments = (
            self.model(),
            self.loss(name),
            self.optimizer(name),
            self.data,
            record,
        )
        if step := self.part("step", name):
            FUNCTIONS[name](*arguments, step=step)
        else:
            whole = self.part("loop", name) or self.part("fit", name)
            (whole or FUNCTIONS[name])(*arguments)

    def part(self, part: str, name: str) -> Callable[..., Any] | None:
        """Return what replaces a part of a way, None if nothing does."""
        bug = self.bug
        if bug is None or (bug.part, bug.way) != (part, name):
            return None
        found: Callable[..., Any] = resolve(
            bug.right if self.fixed else bug.code
        )
        return found

    def model(self) -> tf.keras.Model:
        """Return the LeNet with its first weights, the same in each call."""
        seed = self.settings.seed
        lenet = PARADIGMS[self.settings.paradigm](seed=seed)
        if self.settings.bug == "training":
            return tf.keras.Sequential(
                [
                    tf.keras.Input(IMAGE_SHAPE),
                    tf.keras.layers.Dropout(DROPOUT, seed=seed),
                    lenet,
                ]
            )
        if self.settings.bug == "regularisation":
            for weight in lenet.trainable_variables:
                if len(weight.shape) >= KERNEL_RANK:
                    weight.regularizer = tf.keras.regularizers.L2(L2)
        return lenet

    def loss(self, name: str) -> Loss:
        """Return the loss of a way."""
        made = self.part("loss", name)
        loss: Loss = (made or tf.keras.losses.SparseCategoricalCrossentropy)()
        return loss

    def optimizer(self, name: str) -> tf.keras.optimizers.Optimizer:
        """Return a new optimizer; a loop sets a scheduled rate by itself."""
        scheduled = self.settings.bug == "schedule" and name != LOOP
        rate = SCHEDULE if scheduled else self.settings.learning_rate
        return tf.keras.optimizers.SGD(rate)
