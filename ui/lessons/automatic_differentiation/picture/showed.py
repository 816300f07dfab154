"""What a walk along the gradient showed, in the visitor's own numbers."""

import numpy as np

from lenet.results.picture_gradient import Walk
from ui.components.numbers import MINUS, counted, number, percent
from ui.lessons.automatic_differentiation.picture.questions import score_truth

GREY_LEVEL = 1 / 255  # of a picture file, where pixels are 0 to 1


def showed(walk: Walk) -> list[str]:
    """Return what the walk showed, a line for each."""
    return [change(walk), flatness(walk), noise(walk)]


def change(walk: Walk) -> str:
    """Return how far the pixels and the probability had to change."""
    changed = walk.changed_at()
    end = walk.steps if changed is None else changed
    digit = walk.prediction(0)
    before, after = (
        percent(float(walk.probabilities[step, digit])) for step in (0, end)
    )
    predicted = (
        f"the prediction is still {digit}"
        if changed is None
        else f"the prediction changed from {digit} to {walk.prediction(end)}"
    )
    return (
        f"After {counted(end, 'step')}, {predicted}. The probability of {digit} "
        f"went from {before} to {after}. No pixel changed by more than "
        f"{number(walk.largest_change(end))} of 1; on average a pixel changed by "
        f"{number(walk.mean_change(end))}."
    )


def flatness(walk: Walk) -> str:
    """Return why the gradient of a probability can be nearly 0."""
    found = walk.probabilities[0]
    slope = float(found[walk.digit] * np.delete(found, walk.digit).sum())
    return (
        f"{score_truth(walk)} If only its logit changed, a probability p would change "
        f"p(1 {MINUS} p) times as much, here {number(slope)} times. Where p is near 0 "
        "or near 1, its gradient is almost 0, whatever the pixels are. A step along it "
        "changes almost nothing."
    )


def noise(walk: Walk) -> str:
    """Return what kind of change it was: how much lies where there was no ink."""
    changes = np.abs(walk.difference(walk.steps))
    if changes.max() < GREY_LEVEL:
        return (
            f"After all {walk.steps} steps, the largest change of a pixel is "
            f"{number(walk.largest_change(walk.steps))}. A picture file, with its 256 "
            "grey levels, cannot even hold that."
        )
    outside = float(changes[walk.pictures[0] == 0].sum() / changes.sum())
    name = (
        ""
        if walk.changed_at() is None
        else " A picture that was changed in this way, until the prediction is another "
        "one, is called an adversarial example."
    )
    return (
        f"{percent(outside)} of all change lies on pixels that were black. A person "
        "would erase a stroke or draw one. The gradient knows no strokes: it only says "
        "how much each pixel matters to this network. So part of the change may look "
        f"like a stroke, and the rest looks like noise.{name}"
    )
