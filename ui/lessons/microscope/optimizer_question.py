"""The question on the optimizer: does a larger gradient move a weight further?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lenet.results.paradigms import both_names
from lenet.results.recording import VariableStep
from ui.components.numbers import number
from ui.components.questions import Option, Question, between
from ui.components.questions.once import Result, ask_once
from ui.lessons.microscope import key
from ui.lessons.microscope.session import Session

TIMES = 10  # between the two gradients
FURTHER = Question(
    key=key("further"),
    page="microscope",
    before="Before you record the next batch",
    text="Of two weights, one has a gradient ten times as large. How far does it move?",
    options=(
        Option(
            "Ten times as far",
            "The update is the gradient times the learning rate, as with plain `sgd`.",
            between(TIMES / 2),
        ),
        Option(
            "About as far",
            "The update is divided by the gradient's own size, as with `adam` and "
            "`rmsprop` in their first steps. What is left is its sign.",
            between(0, 2),
        ),
        Option(
            "Further, but less than five times",
            "The sizes of earlier gradients count too, and they differed less.",
            between(2, TIMES / 2),
        ),
    ),
)


class Two(NamedTuple):
    """Two weights of one array: the sizes of their gradients and updates."""

    array: str
    gradients: tuple[float, float]
    updates: tuple[float, float]

    @property
    def ratio(self) -> float:
        """Return how many times as far the one with the larger gradient moved."""
        large, small = self.updates
        return large / small if small else np.inf


def ask_further(session: Session) -> None:
    """Ask before the second batch is recorded; it reveals the result."""
    is_there = len(session.sizes) > 1
    found = two_weights(session.recording.variables) if is_there else None
    result = Result(found.ratio, truth(session, found)) if found else None
    ask_once(FURTHER, (session.choice, session.before.step), result)


def two_weights(variables: Sequence[VariableStep]) -> Two | None:
    """Return the weight with the largest gradient, and one with a tenth of it.

    They are of the last kernel; None where it has no such gradients.
    """
    kernel = next(each for each in variables[::-1] if each.name.endswith("kernel"))
    if kernel.gradient is None or not np.isfinite(kernel.gradient).all():
        return None
    sizes, moved = np.abs(kernel.gradient).ravel(), np.abs(kernel.update).ravel()
    largest = int(sizes.argmax())
    tenth = int(np.abs(sizes - sizes[largest] / TIMES).argmin())
    if not sizes[tenth] > 0 or largest == tenth:
        return None
    gradients = float(sizes[largest]), float(sizes[tenth])
    return Two(kernel.name, gradients, (float(moved[largest]), float(moved[tenth])))


def truth(session: Session, found: Two) -> str:
    """Return the numbers of the two weights."""
    (large, small), (far, near) = found.gradients, found.updates
    return (
        f"In {both_names(found.array)}, the gradients {number(large)} and "
        f"{number(small)} moved their weights by {number(far)} and {number(near)}: "
        f"**{number(found.ratio, 2)} times** as far, with "
        f"**{session.choice.optimizer}**."
    )
