"""The question on one digit: how far do ten more batches bring its probability?"""

from collections.abc import Hashable, Sequence

from lenet.results.recording import DigitMaps
from lenet.state import TrainState
from ui.components.numbers import percent
from ui.components.questions import Option, Question, between
from ui.components.questions.once import Result, ask_once
from ui.lessons.microscope import key

BATCHES = 10
LOW, HIGH = 0.2, 0.8
Film = Sequence[tuple[TrainState, DigitMaps]]
REACHES = Question(
    key=key("reaches"),
    page="microscope",
    before="Before you record more",
    text=f"What is the probability of this digit after {BATCHES} more batches?",
    options=(
        Option(
            f"Under {LOW:.0%}",
            "It stays near 10%, the share of a guess, or falls, where the updates are "
            "too small, too large, or teach other digits.",
            between(0, LOW),
        ),
        Option(
            f"{LOW:.0%} to {HIGH:.0%}",
            "A few hundred images change the weights enough to prefer some digits, "
            "and not enough to exclude the others.",
            between(LOW, HIGH),
        ),
        Option(
            f"Over {HIGH:.0%}",
            "What the network learned from other images holds for this one: all images "
            "share the same weights.",
            between(HIGH),
        ),
    ),
)


def ask_reached(film: Film, digit: int, what: Hashable) -> None:
    """Ask before ten more batches are recorded; the last one reveals the result.

    `what` is followed: the choices of the step, and the digit. One batch is there
    from the start.
    """
    tens = (film[-1][0].step - 1) // BATCHES
    there = (each for each in film if each[0].step > tens * BATCHES)
    result = result_of(*next(there), digit) if tens else None
    ask_once(REACHES, (what, tens), result)


def result_of(state: TrainState, seen: DigitMaps, digit: int) -> Result:
    """Return the probability of a digit after the steps of a state."""
    probability = float(seen.maps[-1][1][digit])
    return Result(
        probability,
        f"After {state.step} batches, the probability of {digit} for this image is "
        f"**{percent(probability)}**.",
    )
