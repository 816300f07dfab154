"""The check: the same batch again, with the new weights."""

import numpy as np

from lenet.results.recording import Frame, Recording
from ui.components.html import box, headline, note, title
from ui.components.numbers import bad, counted, pair, percent
from ui.lessons.microscope.panels.batch import grid
from ui.lessons.microscope.panels.names import predictions
from ui.lessons.microscope.panels.values import values

FIRST = 32  # images that are shown one by one
BEGUN = "The check runs the same batch again, with the new weights."
PREDICTED = "The model has predicted the batch again, with the new weights."


def panel(recording: Recording, frame: Frame, chosen: int) -> list[str]:
    """Show what exists on this line: the predictions, then the loss."""
    exists = {value.name for value in frame.values}
    if "probabilities" not in exists:
        return [box(headline(BEGUN)), values(frame)]
    scored = exists & {"loss", "return"}
    first = verdict(recording) if scored else box(headline(PREDICTED))
    return [first, images_view(recording, chosen), values(frame)]


def verdict(recording: Recording) -> str:
    """Return the losses and accuracies before and after the step (HTML)."""
    before, after = recording.loss_before, recording.loss_after
    first, second = pair(before, after)
    count = len(recording.labels)
    right = [
        _right(recording, probabilities)
        for probabilities in (
            recording.probabilities_before,
            recording.probabilities_after,
        )
    ]
    return box(
        headline(f"Loss {first} to {second}: <b>{judged(before, after)}</b>."),
        note(
            f"Accuracy on this batch: {right[0]} of {counted(count, 'image')} "
            f"before ({percent(right[0] / count)}), {right[1]} after "
            f"({percent(right[1] / count)})."
        ),
    )


def judged(before: float, after: float) -> str:
    """Return a comparison of two losses in words (HTML)."""
    if not (np.isfinite(before) and np.isfinite(after)):
        return bad("cannot be compared")
    if after == before:
        return "no change"
    return "the step helped" if after < before else "the step made it worse"


def images_view(recording: Recording, chosen: int) -> str:
    """Return the first images with their labels' probabilities, before and after."""
    everyone = np.arange(len(recording.labels))
    before = recording.probabilities_before[everyone, recording.labels].tolist()
    after = recording.probabilities_after[everyone, recording.labels].tolist()
    rose = sum(new > old for old, new in zip(before, after, strict=True))

    def caption(index: int) -> str:
        old, new = before[index], after[index]
        label = recording.labels[index]
        return f"{direction(old, new)} {label}<br>{percent(old)}<br>→ {percent(new)}"

    count = len(before)
    shown = range(min(FIRST, count))
    which = "each image" if count <= FIRST else f"the first {FIRST} of {count} images"
    return box(
        title(f"The label's probability before → after the step, for {which}"),
        note(f"It rose for {rose} of {counted(count, 'image')}."),
        grid(
            recording,
            shown,
            chosen,
            caption,
            lambda index: not after[index] >= before[index],
        ),
    )


def direction(before: float, after: float) -> str:
    """Return an arrow for a number that rises or falls, "?" for NaN."""
    if after > before:
        return "▲"
    if after < before:
        return "▼"
    return "=" if after == before else "?"


def _right(recording: Recording, probabilities: np.ndarray) -> int:
    labels = recording.labels.tolist()
    return sum(
        digit == label
        for digit, label in zip(predictions(probabilities), labels, strict=True)
    )
