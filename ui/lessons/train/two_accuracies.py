"""The question of the page Train: why do its two accuracies differ?"""

from collections.abc import Callable
from dataclasses import dataclass

from lenet.results.training import Report
from ui.components.numbers import MINUS, percent, tenths
from ui.components.questions import Option, Question, ask
from ui.components.training.names import TRAINING
from ui.lessons.train.prediction import run_of
from ui.visitor.state import Training, visitor_state

# A smaller difference is chance: it is ten of the 1,000 test images of the sample.
HARDLY = 0.01


@dataclass(frozen=True)
class Accuracies:
    """The three accuracies of the first epoch, 0 to 1.

    `mean` is that of the training images while the weights changed, `end` that of
    the same images with the weights at the epoch's end, `test` that of the test
    images with these weights.
    """

    mean: float
    end: float
    test: float

    @property
    def of_weights(self) -> float:
        """Return the part of the difference that the better weights make."""
        return self.end - self.mean

    @property
    def of_images(self) -> float:
        """Return the part of the difference that the other images make."""
        return self.test - self.end

    @property
    def reason(self) -> str:
        """Return which part is the larger one: "weights", "images", "none"."""
        if self.test - self.mean < HARDLY:
            return "none"
        return "weights" if self.of_weights >= self.of_images else "images"


def because(reason: str) -> Callable[[Accuracies], bool]:
    """Return a predicate: is this the reason of the difference?"""
    return lambda found: found.reason == reason


WHY = Question(
    key="train_two_accuracies",
    page="train",
    before="Also before you start",
    text="Why is the test accuracy higher than the training accuracy, after one epoch?",
    options=(
        Option(
            "The test images are easier",
            "It would be the reason if the same weights predicted the test images much "
            "better than the training images.",
            because("images"),
        ),
        Option(
            "The training accuracy is a mean over the epoch",
            "The mean includes the early batches, which were predicted before the "
            "network had learned much. The test images are predicted once, at the end.",
            because("weights"),
        ),
        Option(
            "It is not higher",
            "It is not higher, or hardly, where the training fails, where the weights "
            "change little, or where the network fits its training images better than "
            "others.",
            because("none"),
        ),
    ),
)


def ask_why() -> None:
    """Ask before the first epoch ends; answer with its three accuracies."""
    training = visitor_state().training
    running = training is not None and bool(training.active or training.reports)
    asked = ask(WHY, run=_run_of(training), running=running)
    if training and (found := of_first_epoch(training.reports)):
        asked.reveal(found, describe(found))


def of_first_epoch(reports: list[Report]) -> Accuracies | None:
    """Return the accuracies of the first epoch, once they are there."""
    for report in reports:
        if report.epoch == 1 and None not in (report.end_accuracy, report.val_accuracy):
            assert report.end_accuracy is not None
            assert report.val_accuracy is not None
            return Accuracies(report.accuracy, report.end_accuracy, report.val_accuracy)
    return None


def describe(found: Accuracies) -> str:
    """Return the three accuracies, and what each part of the difference is."""
    return (
        f"{TRAINING}: **{percent(found.mean)}**. The same training images with the "
        f"weights at the epoch's end: **{percent(found.end)}**. Test images with these "
        f"weights: **{percent(found.test)}**. So better weights make a difference of "
        f"{points(found.of_weights)}, other images one of {points(found.of_images)}."
    )


def points(share: float) -> str:
    """Return a difference of two shares in percentage points: "+17.6 points"."""
    sign = MINUS if share < 0 else "+"
    return f"{sign}{tenths(abs(100 * share))} points"


def _run_of(training: Training | None) -> int | None:
    """Return which training the question is about; on replicas there is none."""
    return None if training and training.replicated else run_of(training)
