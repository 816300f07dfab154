"""The panels of the all-reduce, the update and the proof."""

import numpy as np

from lenet.results.paradigms import both_names
from lenet.results.replicas import SplitStep
from lenet.results.summary import largest_difference
from lenet.weights.file import SHAPES
from ui.components import pixels
from ui.components.html import (
    box,
    headline,
    img,
    legend,
    note,
    picture,
    row,
    table,
    title,
)
from ui.components.numbers import bad, counted, number, pair
from ui.components.pixels import DIVERGING
from ui.lessons.replicas.panels.cards import CHECKSUM_KEY, bits, name
from ui.lessons.replicas.panels.gradients import gradient, largest

WEIGHTS = sum(int(np.prod(shape)) for shape in SHAPES.values())
NORMALISING = ("adam", "rmsprop")


def all_reduce(split: SplitStep, kernel: str) -> str:
    """Show the gradients, their sum, and that every replica received it."""
    limit = largest(split, kernel)
    summed = split.replicas[0].summed
    levels = pixels.levels(summed.drawn[kernel], DIVERGING, limit)
    total = img(
        pixels.weights(levels),
        DIVERGING,
        f"Sum of the gradients of {both_names(kernel)}",
        width=300,
        height=240,
    )
    small = [gradient(each, kernel, limit, width=130) for each in split.replicas]
    received = [
        (name(index), bits(each.summed.checksum, summed.checksum))
        for index, each in enumerate(split.replicas)
    ]
    return box(
        headline(
            "The all-reduce adds up the gradients and returns the sum to "
            "<b>every</b> replica."
        ),
        row([small[0], *(term("+", each) for each in small[1:]), term("=", total)]),
        legend(DIVERGING, limit),
        note(_by_hand(split, kernel)),
        headline(same([each.summed.checksum for each in split.replicas], "gradient")),
        table(("Replica", "Checksum of the summed gradient"), received, "All-reduce"),
        note(CHECKSUM_KEY),
    )


def update(split: SplitStep, kernel: str) -> str:
    """Show the checksum of each replica's weights, before the step and after."""
    first = split.replicas[0]
    rows = [
        (name(index), bits(each.before, first.before), bits(each.after, first.after))
        for index, each in enumerate(split.replicas)
    ]
    heads = ("Replica", "Weights before", "Weights after")
    return box(
        headline(
            "Each replica updates its own copy. "
            + same([each.after for each in split.replicas], "weights")
        ),
        table(heads, rows, "Checksums"),
        note(
            f"{CHECKSUM_KEY} A checksum is the SHA-256 of all {WEIGHTS:,} weights. A "
            "change of a single bit would change it. No weights were sent. Replicas "
            "that start equal and apply the same gradient with the same optimizer "
            "stay equal."
        ),
    )


def proof(split: SplitStep, kernel: str) -> str:
    """Compare the replicas' step with the same step on one device."""
    first, alone = split.replicas[0], split.one_device
    gaps = split.differences
    rows = [
        ("Loss", gap(gaps["loss"]), *both(split.loss, alone.loss)),
        (
            "Gradients",
            gap(gaps["gradients"]),
            bits(first.summed.checksum, alone.gradients.checksum),
            bits(alone.gradients.checksum, first.summed.checksum),
        ),
        (
            "Weights after",
            gap(gaps["weights"]),
            bits(first.after, alone.after),
            bits(alone.after, first.after),
        ),
    ]
    count = counted(len(split.replicas), "replica")
    heads = ("", "Largest difference", count, "One device")
    exact = first.after == alone.after
    told = (
        "identical, bit for bit"
        if exact
        else f"equal to within {number(gaps['weights'])}"
    )
    images = counted(len(split.images), "image")
    return box(
        headline(
            f"{count} and one device, from the same weights and the same {images}: "
            f"their weights are <b>{told}</b>."
        ),
        table(heads, rows, "Proof"),
        note(CHECKSUM_KEY),
        note("" if exact else _rounding(split)),
        note("" if exact else _normalised(split)),
        title(f"The gradient of {both_names(kernel)}, kernel"),
        row(_side_by_side(split, kernel)),
    )


def same(checksums: list[str], what: str) -> str:
    """Return a sentence on whether all checksums are equal (HTML)."""
    count, different = len(checksums), len(set(checksums))
    if different > 1:
        return bad(f"{counted(count, 'replica')}, {different} different {what}.")
    if count == 1:
        return f"There is one replica, with one {what}."
    return f"All {count} have the same {what}, <b>identical, bit for bit</b>."


def gap(difference: float) -> str:
    """Return a difference in words (HTML); 0 is exact."""
    return f"<b>{number(difference)}</b>" if difference else "<b>none</b>"


def both(one: float, other: float) -> tuple[str, str]:
    """Return two numbers with as many digits as their difference needs."""
    return (number(one, 5),) * 2 if one == other else pair(one, other)


def term(sign: str, image: str) -> str:
    """Return a picture with a sign before it (HTML)."""
    return f'<div class="term"><span class="arrow">{sign}</span>{image}</div>'


def _by_hand(split: SplitStep, kernel: str) -> str:
    by_hand = np.sum([each.own.drawn[kernel] for each in split.replicas], axis=0)
    apart = largest_difference([by_hand], [split.replicas[0].summed.drawn[kernel]])
    return (
        "The same sum, added up with NumPy from the numbers in these pictures: the "
        f"largest difference is {number(apart)}."
    )


def _side_by_side(split: SplitStep, kernel: str) -> list[str]:
    together = split.replicas[0].summed.drawn[kernel]
    alone = split.one_device.gradients.drawn[kernel]
    shown = {
        f"Sum over {counted(len(split.replicas), 'replica')}": together,
        "One device": alone,
        "Difference, on its own scale": together - alone,
    }
    return [
        picture(
            values, name, scale=DIVERGING, layout=pixels.weights, width=260, height=200
        )
        for name, values in shown.items()
    ]


def _rounding(split: SplitStep) -> str:
    first = split.replicas[0]
    return (
        "Not every bit is equal, because a sum of floating-point numbers depends on "
        f"its order. One device adds up {len(split.images)} images at once. Each "
        f"replica adds up {first.stop - first.first}, and the all-reduce adds up "
        f"{len(split.replicas)} sums."
    )


def _normalised(split: SplitStep) -> str:
    if split.optimizer not in NORMALISING:
        return ""
    gradients, weights = split.differences["gradients"], split.differences["weights"]
    return (
        f"<code>{split.optimizer}</code> divides each gradient by its size, so it "
        "enlarges the last digits of tiny gradients. The learning rate times "
        f"{number(gradients)} is {number(split.learning_rate * gradients)}, but the "
        f"weights differ by up to {number(weights)}."
    )
