"""A question for each computation, marked by what its backward pass computed."""

import itertools
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from lenet.results.chain import (
    CONVOLUTION,
    DENSE,
    SOFTMAX,
    Call,
    Chain,
    Sum,
)
from ui.components.numbers import number
from ui.components.questions import Option, Question, ask
from ui.components.stepper import Stepper
from ui.lessons.automatic_differentiation import key
from ui.lessons.automatic_differentiation.expression.computations import (
    FORMULA,
    Computation,
)

Candidates = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Puzzle:
    """A question about one node: `whys` has the reason of each option.

    `candidates` are the options' numbers, computed from the run by themselves;
    `actual` are TensorFlow's. The options whose numbers are equal to those are right.
    """

    name: str
    text: str
    whys: Mapping[str, str]
    node: Callable[[Chain], str]
    candidates: Callable[[Chain], Candidates]
    actual: Callable[[Chain], np.ndarray]

    @property
    def question(self) -> Question:
        """Return it as a question of the page."""
        return Question(
            key=key(f"guess_{self.name}"),
            page="automatic_differentiation",
            before="Before you step",
            text=self.text,
            options=tuple(
                Option(label, why, partial(_holds, label))
                for label, why in self.whys.items()
            ),
        )

    def right(self, chain: Chain) -> tuple[str, ...]:
        """Return the first option that holds for this run; () if none does.

        Others can have the same numbers by chance, such as at x = 0.
        """
        actual = self.actual(chain)
        holding = (
            label
            for label, numbers in self.candidates(chain).items()
            if np.allclose(numbers.ravel(), actual.ravel(), rtol=1e-4, atol=1e-6)
        )
        return tuple(itertools.islice(holding, 1))


def _holds(label: str, right: Collection[str]) -> bool:
    return label in right


def ask_about(computation: Computation, chain: Chain, steps: Stepper) -> None:
    """Ask the question of a computation; its step reveals what is right."""
    puzzle = puzzle_of(computation.name, chain)
    if puzzle is None:
        return
    run = (computation.text, computation.index, computation.seed)
    asked = ask(puzzle.question, run=run)
    if steps.index >= (chain.position_of(puzzle.node(chain)) or 0):
        asked.reveal(puzzle.right(chain), truth(computation, puzzle, chain))


def truth(computation: Computation, puzzle: Puzzle, chain: Chain) -> str:
    """Return what TensorFlow computed, beside what each option would be."""
    actual = puzzle.actual(chain)
    others = "; ".join(
        f"{label.lower()}: {_numbers(numbers)}"
        for label, numbers in puzzle.candidates(chain).items()
    )
    point = computation.point
    at = f"At x = {point.x}, y = {point.y}, " if point else ""
    return (
        f"{at}TensorFlow's gradient is {_numbers(actual)}. The options were {others}."
    )


def puzzle_of(name: str, chain: Chain) -> Puzzle | None:
    """Return the question of a computation, None if it has none."""
    if name != FORMULA:
        return PUZZLES[name]
    return MEETING if chain.sums else None


def _numbers(values: np.ndarray) -> str:
    flat = np.ravel(values)[:3]
    more = ", …" if np.size(values) > len(flat) else ""
    text = f"{', '.join(number(float(each)) for each in flat)}{more}"
    return text if np.ndim(values) == 0 else f"[{text}]"


def _call(chain: Chain, kind: str) -> Call:
    return next(call for call in chain.calls if call.kind == kind)


def _met(chain: Chain) -> Sum:
    return chain.sums[0]


def _meeting(chain: Chain) -> Candidates:
    parts = np.stack(_met(chain).parts)
    return {
        "Their sum": parts.sum(axis=0),
        "Their product": parts.prod(axis=0),
        "Their mean": parts.mean(axis=0),
        "The last one": parts[-1],
    }


def _bias(chain: Chain) -> Candidates:
    upstream = _call(chain, "AddV2").upstream
    return {
        "The sum of the rows": upstream.sum(axis=0),
        "The mean of the rows": upstream.mean(axis=0),
        "The first row": upstream[0],
        "The largest of each column": upstream.max(axis=0),
    }


def _softmax(chain: Chain) -> Candidates:
    probabilities, labels = chain.values["softmax"], chain.values["labels"]
    batch = len(labels)
    return {
        "(probabilities - labels) / batch": (probabilities - labels) / batch,
        "(labels - probabilities) / batch": (labels - probabilities) / batch,
        "-labels / probabilities": -labels / probabilities,
        "probabilities / batch": probabilities / batch,
    }


def _kernel(chain: Chain) -> Candidates:
    upstream = _call(chain, "Conv2D").upstream[0, :, :, 0]
    image = chain.values["image"][0, :, :, 0]
    windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
    products = upstream[:, :, None, None] * windows
    places = products.reshape(-1, 3, 3)
    return {
        "The sum over the places": places.sum(axis=0),
        "The mean over the places": places.mean(axis=0),
        "That of the first place": places[0],
        "The largest of the places": places.max(axis=0),
    }


MEETING = Puzzle(
    "meeting",
    "A value that is used twice gets two gradients. What is its gradient then?",
    {
        "Their sum": "A small change goes on along each path, and each changes the "
        "result. The changes add up.",
        "Their product": "Along one path, derivatives are multiplied. Paths beside "
        "each other are not one after the other.",
        "Their mean": "Nothing divides by the number of paths: each has its whole "
        "effect.",
        "The last one": "Then the other paths would have no effect on the result.",
    },
    lambda chain: _met(chain).node,
    _meeting,
    lambda chain: _met(chain).total,
)
PUZZLES = {
    DENSE: Puzzle(
        "bias",
        "The gradient that arrives at the addition has a row for each of the 4 "
        "inputs. The bias has one row. What is its gradient?",
        {
            "The sum of the rows": "The bias was added to each row, so it acts on the "
            "loss along each of them. Where paths meet, gradients add up.",
            "The mean of the rows": "Only a loss that is a mean divides by the batch. "
            "That division is part of what arrives already.",
            "The first row": "Then the other inputs would not act on the bias.",
            "The largest of each column": "A maximum would forget the other rows.",
        },
        lambda chain: _call(chain, "AddV2").node,
        _bias,
        lambda chain: chain.gradients["bias"],
    ),
    SOFTMAX: Puzzle(
        "softmax",
        "After all the operations of softmax and cross-entropy: what is the gradient "
        "for the logits?",
        {
            "(probabilities - labels) / batch": "Logarithm and exponential cancel. "
            "What is left is how far each probability is from its label.",
            "(labels - probabilities) / batch": "That is the direction in which the "
            "loss falls. The gradient points to where it grows.",
            "-labels / probabilities": "That is the derivative of the logarithm "
            "alone, before softmax.",
            "probabilities / batch": "Then the right class would be pushed down too.",
        },
        lambda chain: _call(chain, "Softmax").node,
        _softmax,
        lambda chain: chain.gradients["logits"],
    ),
    CONVOLUTION: Puzzle(
        "kernel",
        "Each number of the kernel is used at 4 places of the picture. What is its "
        "gradient?",
        {
            "The sum over the places": "The same number acts on the result at each "
            "place. Where paths meet, gradients add up.",
            "The mean over the places": "Nothing divides by the number of places.",
            "That of the first place": "Then the other places would not count.",
            "The largest of the places": "Max pooling does so; a convolution adds.",
        },
        lambda chain: _call(chain, "Conv2D").node,
        _kernel,
        lambda chain: chain.gradients["kernel"],
    ),
}
