"""The loss: how wrong each prediction is."""

import math
from html import escape

import numpy as np

from lenet.results.recording import Frame, Recording
from ui.components import bars
from ui.components.html import box, headline, note, row, title
from ui.components.numbers import MINUS, counted, figure, number
from ui.lessons.microscope.panels.batch import MOST, brightest, digit, grid
from ui.lessons.microscope.panels.names import predictions
from ui.lessons.microscope.panels.values import on_tape, values

LEFT = "The <code>with</code> block has ended, so the tape stops recording."


def panel(recording: Recording, frame: Frame, chosen: int) -> list[str]:
    """Show the chosen image's prediction and loss, then those of the batch."""
    return [
        one_view(recording, chosen, left=not any(each.made for each in frame.values)),
        batch_view(recording, chosen),
        on_tape(recording, frame),
        values(frame),
    ]


def one_view(recording: Recording, chosen: int, *, left: bool = False) -> str:
    """Return one image's probabilities and its loss (HTML)."""
    shares = recording.probabilities[chosen]
    logits = None if recording.logits is None else recording.logits[chosen]
    label = int(recording.labels[chosen])
    predicted = predictions(recording.probabilities[chosen : chosen + 1])[0]
    drawn = bars.probabilities(shares, logits, label, predicted)
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
    """Return each image's loss and prediction, the largest loss first (HTML)."""
    digits = predictions(recording.probabilities)
    labels: list[int] = recording.labels.tolist()
    losses: list[float] = recording.losses.tolist()

    def wrong(index: int) -> bool:
        return digits[index] != labels[index]

    def caption(index: int) -> str:
        digit = "?" if digits[index] is None else digits[index]
        text = f"✗ {labels[index]} as {digit}" if wrong(index) else f"✓ {digit}"
        return f"{text}<br>{figure(losses[index])}"

    shown = worst_first(recording.losses)[:MOST]
    right = sum(not wrong(index) for index in range(len(labels)))
    which = "all" if len(shown) == len(labels) else f"the first {len(shown)}"
    return box(
        title(f"Each image's loss, largest first: {which} of {len(labels)}"),
        note(f"Correct: {right} of {counted(len(labels), 'image')}."),
        grid(recording, shown, chosen, caption, wrong),
    )


def worst_first(losses: np.ndarray) -> list[int]:
    """Return the images' indices, the largest loss first; NaN comes before all."""
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
        return f"{loss}, the loss of the one image."
    return f"{loss}. The mean of the {count} images' losses is {figure(mean, 5)}."


def _loss_of_one(recording: Recording, chosen: int) -> str:
    share = float(recording.probabilities[chosen, recording.labels[chosen]])
    loss = float(recording.losses[chosen])
    by_hand = -math.log(share) if share > 0 else math.inf if share == 0 else math.nan
    sum_by_hand = f"{MINUS}log {figure(share)} = {figure(by_hand)}"
    if math.isclose(by_hand, loss, rel_tol=1e-3, abs_tol=1e-6):
        return f"Its loss is {MINUS}log of its label's probability: {sum_by_hand}."
    if not math.isfinite(loss):
        return (
            f"Its loss is {figure(loss)}. Its label's probability is {figure(share)}."
        )
    logits = recording.logits is not None
    uses = "computes with the logits" if logits else f"stays {number(1e-7)} away"
    return (
        f"Its loss is {number(loss)}. By hand: {sum_by_hand}. In float32 a probability "
        f"this near 0 or 1 has lost its digits, so Keras {uses}."
    )


def _no_logits(recording: Recording) -> str:
    if recording.logits is not None:
        return ""
    found = "The loss found no logits: its input is not the output of a Keras softmax"
    last = recording.layers[-1].output
    given = recording.probabilities[: len(last)]
    same = last.shape == given.shape and np.array_equal(last, given, equal_nan=True)
    name = f"<code>{escape(recording.layers[-1].name)}</code>"
    return f"{found}." if same else f"{found}, and differs from the output of {name}."
