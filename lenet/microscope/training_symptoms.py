"""Find what looks wrong in a whole training, and what may help.

`lenet.microscope.symptoms` does so in one step. This has only the reports.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, isfinite, log, log10

from lenet.microscope.symptoms import Symptom
from lenet.results.numbers import decimal, number, percent
from lenet.results.training import Report
from lenet.settings import OPTIMIZER_NAMES, TRAINING_IMAGES, Settings

__all__ = ["RULES", "USUAL_RATES", "Change", "change", "symptom"]

# The rates with which this LeNet learns well, by optimizer: after 3 epochs of
# the sample in batches of 64, more than 80 % of the test images are correct.
USUAL_RATES = {"adam": 1e-3, "sgd": 0.1, "momentum": 1e-2, "rmsprop": 1e-3}
assert tuple(USUAL_RATES) == OPTIMIZER_NAMES

# The loss of ten equal probabilities.
GUESSING_LOSS = log(10)
# The first steps may raise the loss a little, before it falls.
RISEN = 1.5 * GUESSING_LOSS
# Before this many batches, a mean says little.
ENOUGH_BATCHES = 20
# The most frequent digit is 11 % of MNIST; a constant prediction gets no more.
GUESSING, LITTLE = 0.15, 0.5
# A loss that falls by less from the first epoch to the last does not fall.
FALL = 0.02
# The loss of a network that has learned most of it, and need not fall.
SETTLED_LOSS = 0.5
# A power of ten below the usual rates, but no smaller than this.
LEAST_RATE = 1e-5
USUAL_BATCH, MOST_EPOCHS = 64, 20

Reports = Sequence[Report]
Rule = Callable[[Reports], str | None]


def symptom(reports: Reports) -> Symptom | None:
    """Return the most serious thing that looks wrong; None if nothing does."""
    for name, rule in RULES.items():
        if text := rule(reports):
            return Symptom(name, text)
    return None


def not_finite(reports: Reports) -> str | None:
    """Return since which epoch the loss is NaN or infinite."""
    lost = [r for r in reports if not (isfinite(r.loss) and _is_finite(r))]
    if not lost:
        return None
    return (
        f"The loss is {number(lost[0].loss)} since epoch {lost[0].epoch}. Its "
        "gradients are NaN, and so is each weight after the update. No later "
        "batch can repair this."
    )


def risen(reports: Reports) -> str | None:
    """Compare the loss with that of a network that guesses."""
    ends = _ends(reports)
    if ends:
        loss = ends[-1].val_loss
        assert loss is not None
    elif len(reports) and _batches(reports) >= ENOUGH_BATCHES:
        loss = reports[-1].loss
    else:
        return None
    if loss < RISEN:
        return None
    return (
        f"The loss is {number(loss)}. Ten equal probabilities for each image "
        f"have a loss of only {number(GUESSING_LOSS)}."
    )


def guessing(reports: Reports) -> str | None:
    """Compare the accuracy with that of guessing."""
    accuracy = _last_accuracy(reports)
    if accuracy is None or accuracy >= GUESSING:
        return None
    return (
        f"The accuracy on the test images is {percent(accuracy)}. Guessing one "
        "of ten digits gives about 10%."
    )


def not_falling(reports: Reports) -> str | None:
    """Compare the losses of the first epoch and of the last."""
    ends = _ends(reports)
    if len(ends) < 2:
        return None
    first, last = ends[0].loss, ends[-1].loss
    if last < SETTLED_LOSS or last < (1 - FALL) * first:
        return None
    return (
        f"The mean loss of the first epoch was {number(first)}, that of epoch "
        f"{ends[-1].epoch} is {number(last)}: it does not fall."
    )


def little(reports: Reports) -> str | None:
    """Return the accuracy where the network has learned only a little."""
    accuracy = _last_accuracy(reports)
    if accuracy is None or accuracy >= LITTLE:
        return None
    return (
        f"The accuracy on the test images is only {percent(accuracy)} after "
        f"{reports[-1].step:,} updates."
    )


# By name, the most serious first.
RULES: dict[str, Rule] = {
    "Not finite": not_finite,
    "The loss rose": risen,
    "No better than guessing": guessing,
    "The loss does not fall": not_falling,
    "Little learned": little,
}


@dataclass(frozen=True)
class Change:
    """A change of one setting that may help, and why: a sentence."""

    setting: str
    value: float | int | str
    why: str

    @property
    def label(self) -> str:
        """Return what to try, in short: "Try 0.001"."""
        return CHANGES[self.setting].format(_written(self.value))


# The symptoms of steps that are too large.
TOO_FAR = ("Not finite", "The loss rose")
CHANGES = {
    "learning_rate": "Try {}",
    "batch_size": "Try batches of {}",
    "limit": "Try all {} images",
    "epochs": "Try {} epochs",
    "optimizer": "Try {}",
}


def change(settings: Settings, found: Symptom) -> Change:
    """Return the change that is the most likely to help."""
    rate, usual = settings.learning_rate, USUAL_RATES[settings.optimizer]
    is_too_far = found.name in TOO_FAR
    if rate > usual or (rate < usual and not is_too_far):
        is_more = "larger" if rate > usual else "smaller"
        return Change(
            "learning_rate",
            usual,
            f"The learning rate {decimal(rate)} is {is_more} than "
            f"{decimal(usual)}, with which {settings.optimizer} trains this "
            "network well.",
        )
    if is_too_far:
        lower = max(LEAST_RATE, 10.0 ** floor(log10(rate / 10)))
        return Change(
            "learning_rate", lower, "Smaller steps do not go too far."
        )
    return _more_updates(settings)


def _more_updates(settings: Settings) -> Change:
    """Return a change for a run whose learning rate is the usual one."""
    updates = settings.epochs * settings.steps_per_epoch
    few = f"The run makes only {updates:,} updates."
    if settings.batch_size > USUAL_BATCH:
        return Change(
            "batch_size", USUAL_BATCH, f"{few} Smaller batches make more."
        )
    all_images = TRAINING_IMAGES[settings.source]
    if settings.images < all_images:
        return Change("limit", all_images, f"{few} More images make more.")
    if settings.epochs < MOST_EPOCHS:
        return Change("epochs", MOST_EPOCHS, f"{few} More epochs make more.")
    return Change("optimizer", "adam", "It adapts the step of each weight.")


def _written(value: float | int | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else decimal(value)


def _ends(reports: Reports) -> list[Report]:
    return [report for report in reports if report.val_loss is not None]


def _last_accuracy(reports: Reports) -> float | None:
    ends = _ends(reports)
    return ends[-1].val_accuracy if ends else None


def _batches(reports: Reports) -> int:
    return 1 + reports[-1].step - reports[0].step


def _is_finite(report: Report) -> bool:
    return report.val_loss is None or isfinite(report.val_loss)
