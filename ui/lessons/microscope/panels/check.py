"""The check: the same batch, scored again with the new weights."""

import numpy as np

from lenet.results.recording import Frame, Recording
from ui.components.html import box, headline, note, title
from ui.components.numbers import bad, counted, pair, percent
from ui.lessons.microscope.panels.batch import grid
from ui.lessons.microscope.panels.names import answers
from ui.lessons.microscope.panels.values import values

FIRST = 32  # images that are shown one by one
BEGUN = "The check: the same batch goes in again, to be scored with the new weights."
ANSWERED = "The batch is answered again, with the new weights."


def panel(recording: Recording, frame: Frame, chosen: int) -> list[str]:
    """Show what exists by this line: the answers before and after, then the loss."""
    exists = {value.name for value in frame.values}
    if "probabilities" not in exists:
        return [box(headline(BEGUN)), values(frame)]
    scored = exists & {"loss", "return"}
    first = verdict(recording) if scored else box(headline(ANSWERED))
    return [first, images_view(recording, chosen), values(frame)]


def verdict(recording: Recording) -> str:
    """Say whether the step has helped."""
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
            f"Read right: {right[0]} of {counted(count, 'image')} before "
            f"({percent(right[0] / count)}), {right[1]} after "
            f"({percent(right[1] / count)})."
        ),
    )


def judged(before: float, after: float) -> str:
    """Compare two losses in words (HTML)."""
    if not (np.isfinite(before) and np.isfinite(after)):
        return bad("these cannot be compared")
    if after == before:
        return "it made no difference"
    return "it helped" if after < before else "it did not help: it rose"


def images_view(recording: Recording, chosen: int) -> str:
    """Show the first images, each with its label's probability before and after."""
    everyone = np.arange(len(recording.labels))
    before = recording.probabilities_before[everyone, recording.labels].tolist()
    after = recording.probabilities_after[everyone, recording.labels].tolist()
    rose = sum(new > old for old, new in zip(before, after, strict=True))

    def caption(place: int) -> str:
        old, new = before[place], after[place]
        label = recording.labels[place]
        return f"{direction(old, new)} {label}<br>{percent(old)}<br>→ {percent(new)}"

    count = len(before)
    shown = range(min(FIRST, count))
    which = "each image" if count <= FIRST else f"the first {FIRST} of {count} images"
    return box(
        title(f"The probability of its label, before → after, for {which}"),
        note(f"It rose for {rose} of {counted(count, 'image')}."),
        grid(
            recording,
            shown,
            chosen,
            caption,
            lambda place: not after[place] >= before[place],
        ),
    )


def direction(before: float, after: float) -> str:
    """Give an arrow for a number that rises or falls, "?" where it is none."""
    if after > before:
        return "▲"
    if after < before:
        return "▼"
    return "=" if after == before else "?"


def _right(recording: Recording, probabilities: np.ndarray) -> int:
    labels = recording.labels.tolist()
    return sum(
        answer == label
        for answer, label in zip(answers(probabilities), labels, strict=True)
    )
