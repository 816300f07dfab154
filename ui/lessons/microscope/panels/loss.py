"""The loss: how far each answer is from its label."""

import math
from html import escape

import numpy as np

from lenet.results.recording import Frame, Recording
from ui.components import bars
from ui.components.html import box, headline, note, row, title
from ui.components.numbers import MINUS, counted, figure, number
from ui.lessons.microscope.panels.batch import MOST, brightest, digit, grid
from ui.lessons.microscope.panels.names import answers
from ui.lessons.microscope.panels.values import on_tape, values

LEFT = "The <code>with</code> block is left: the tape records no more."


def panel(recording: Recording, frame: Frame, chosen: int) -> list[str]:
    """Show the chosen image's answer and loss, then those of the whole batch."""
    return [
        one_view(recording, chosen, left=not any(each.made for each in frame.values)),
        batch_view(recording, chosen),
        on_tape(recording, frame),
        values(frame),
    ]


def one_view(recording: Recording, chosen: int, *, left: bool = False) -> str:
    """Show one image's probabilities, and what the loss makes of them."""
    shares = recording.probabilities[chosen]
    logits = None if recording.logits is None else recording.logits[chosen]
    label = int(recording.labels[chosen])
    answer = answers(recording.probabilities[chosen : chosen + 1])[0]
    drawn = bars.probabilities(shares, logits, label, answer)
    picture = digit(recording, chosen, brightest(recording), 96)
    return box(
        headline(_mean(recording)),
        note(LEFT if left else ""),
        title(f"Image {chosen + 1}, a {label}"),
        note(_loss_of_one(recording, chosen)),
        note(_no_logits(recording)),
        row([picture, f'<div class="wide">{drawn}</div>']),
    )


def batch_view(recording: Recording, chosen: int) -> str:
    """Show each image's loss and answer, the worst first."""
    digits = answers(recording.probabilities)
    labels: list[int] = recording.labels.tolist()
    losses: list[float] = recording.losses.tolist()

    def wrong(place: int) -> bool:
        return digits[place] != labels[place]

    def caption(place: int) -> str:
        answer = "?" if digits[place] is None else digits[place]
        told = f"✗ {labels[place]} as {answer}" if wrong(place) else f"✓ {answer}"
        return f"{told}<br>{figure(losses[place])}"

    shown = worst_first(recording.losses)[:MOST]
    right = sum(not wrong(place) for place in range(len(labels)))
    which = "all" if len(shown) == len(labels) else f"the worst {len(shown)}"
    return box(
        title(f"Each image's loss, worst first: {which} of {len(labels)}"),
        note(f"{right} of {counted(len(labels), 'image')} read right."),
        grid(recording, shown, chosen, caption, wrong),
    )


def worst_first(losses: np.ndarray) -> list[int]:
    """Order images by their loss; one that is no number is worst of all."""
    order: list[int] = np.argsort(
        -np.nan_to_num(losses, nan=np.inf), kind="stable"
    ).tolist()
    return order


def _mean(recording: Recording) -> str:
    with np.errstate(invalid="ignore", over="ignore"):
        mean = float(recording.losses.mean(dtype=np.float64))
    count = len(recording.losses)
    loss = f"The loss is <b>{figure(recording.loss, 5)}</b>"
    if count == 1:
        return f"{loss}: that of the one image."
    return f"{loss}: the mean of the {count} images' losses is {figure(mean, 5)}."


def _loss_of_one(recording: Recording, chosen: int) -> str:
    share = float(recording.probabilities[chosen, recording.labels[chosen]])
    loss = float(recording.losses[chosen])
    by_hand = -math.log(share) if share > 0 else math.inf if share == 0 else math.nan
    told = f"{MINUS}log {figure(share)} = {figure(by_hand)}"
    if math.isclose(by_hand, loss, rel_tol=1e-3, abs_tol=1e-6):
        return f"Its loss is {MINUS}log of its label's probability: {told}."
    if not math.isfinite(loss):
        return f"Its loss is {figure(loss)}; its label's probability {figure(share)}."
    logits = recording.logits is not None
    way = "goes by the logits" if logits else f"keeps {number(1e-7)} away from both"
    return (
        f"Its loss is {number(loss)}. By hand: {told}. A probability this near 0 or 1 "
        f"has lost its digits, so Keras {way}."
    )


def _no_logits(recording: Recording) -> str:
    if recording.logits is not None:
        return ""
    told = "The loss found no logits: what it got does not come straight from a softmax"
    last = recording.layers[-1].output
    given = recording.probabilities[: len(last)]
    same = last.shape == given.shape and np.array_equal(last, given, equal_nan=True)
    name = f"<code>{escape(recording.layers[-1].name)}</code>"
    return f"{told}." if same else f"{told}, and is not what {name} gave."
