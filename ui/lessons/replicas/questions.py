"""What is asked before each mistake, and what its trainings answer."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lenet.replicas.lesson.mistakes import MISTAKES
from lenet.results.mistake_curves import ONE, RIGHT, WRONG, LossCurve, MistakeCurves
from ui.components.numbers import loss

# Losses that differ by less are about the same.
CLOSE = 0.1


@dataclass(frozen=True)
class Question:
    """A question before the trainings, and how their numbers mark an answer.

    `answers` are functions that tell whether a lesson bears them out, `truth`
    says what was so, and `effect` what that did.
    """

    text: str
    answers: dict[str, Callable[[MistakeCurves], bool]]
    truth: Callable[[MistakeCurves], str]
    effect: Callable[[MistakeCurves], str]


def first_step_ratio(lesson: MistakeCurves) -> float:
    """Tell how many times as long the first step is with the mistake."""
    return lesson.curves[WRONG].first_step / lesson.curves[RIGHT].first_step


def end_ratio(lesson: MistakeCurves) -> float:
    """Tell how many times as large as one device's the loss ends."""
    return lesson.curves[WRONG].final / lesson.curves[ONE].final


def batch_means(lesson: MistakeCurves) -> int:
    """Count the different means that the first step was normalised by."""
    return len(np.unique(lesson.curves[WRONG].means, axis=0))


def learned_from(curve: LossCurve) -> int:
    """Count the different images of the first batch that replicas had."""
    images = curve.first_slices.reshape(-1, *curve.first_slices.shape[2:])
    return len(np.unique(images, axis=0))


def losses(lesson: MistakeCurves) -> str:
    """Say where each training ended."""
    ends = {name: loss(curve.final, 3) for name, curve in lesson.curves.items()}
    return (
        f"After {lesson.curves[ONE].images[-1]:,} images the loss of {lesson.tested} "
        f"test images is **{ends[ONE]}** on one device, **{ends[RIGHT]}** on "
        f"{lesson.replicas} replicas, and **{ends[WRONG]}** with the mistake."
    )


def mean_effect(lesson: MistakeCurves) -> str:
    """Say what a longer gradient does to this optimizer."""
    ratio, rate = first_step_ratio(lesson), lesson.curves[WRONG].learning_rate
    gradient = f"The gradient is {lesson.replicas} times too large. "
    if ratio > 1 + CLOSE:
        return gradient + (
            f"To {lesson.optimizer.upper()} that is a learning rate of "
            f"{rate * ratio:.3g} instead of {rate:.3g}."
        )
    return gradient + (
        "Adam divides it by its own size, so the steps hardly change: the mistake "
        "stays, unseen, until the optimizer is another. Try it with SGD."
    )


def rate_effect(lesson: MistakeCurves) -> str:
    """Say how many steps of which rate each training took."""
    one, right, wrong = (lesson.curves[name] for name in (ONE, RIGHT, WRONG))
    said = (
        f"One device takes {one.steps} steps at the rate {one.learning_rate:.3g}. "
        f"{lesson.replicas} replicas take {right.steps}: at {right.learning_rate:.3g} "
        f"where it is scaled, at {wrong.learning_rate:.3g} with the mistake."
    )
    if right.final > (1 + CLOSE) * one.final:
        said += (
            " The scaled rate does not reach one device either: so large a rate "
            "so early leaps, and wants a warm-up."
        )
    if lesson.optimizer == "adam":
        said += " The rule was found for SGD; with Adam it is a rule of thumb."
    return said


def normalisation_effect(lesson: MistakeCurves) -> str:
    """Say how far apart the replicas' statistics are."""
    right, wrong = lesson.curves[RIGHT], lesson.curves[WRONG]
    unit = int(np.ptp(wrong.means, axis=0).argmax())
    means = wrong.means[:, unit]
    share = wrong.batch_size // lesson.replicas
    return (
        f"Each slice has {share} images. In the first step unit {unit} had means from "
        f"{means.min():.3f} to {means.max():.3f}; synchronized, "
        f"{right.means[0, unit]:.3f} on every replica. In the end the replicas' moving "
        f"means differ by up to **{np.ptp(wrong.moving, axis=0).max():.3f}** "
        f"(synchronized: {np.ptp(right.moving, axis=0).max():.3f}): those that "
        "are saved and tested are the first replica's."
    )


def unsharded_effect(lesson: MistakeCurves) -> str:
    """Say how many images there were to learn from."""
    right, wrong = lesson.curves[RIGHT], lesson.curves[WRONG]
    return (
        f"{lesson.replicas} replicas computed {wrong.images[-1]:,} images, and "
        f"**{wrong.different:,}** of them were different ones; sharded, "
        f"**{right.different:,}**. The steps are those of one device that gets "
        f"{wrong.batch_size // lesson.replicas} images at a time: the other "
        "replicas repeat its work."
    )


QUESTIONS: dict[str, Question] = {
    "mean": Question(
        text="How long is the first step with the mistake, beside the right one?",
        answers={
            "Shorter": lambda lesson: first_step_ratio(lesson) < 1 - CLOSE,
            "As long": lambda lesson: abs(first_step_ratio(lesson) - 1) <= CLOSE,
            "Longer": lambda lesson: first_step_ratio(lesson) > 1 + CLOSE,
        },
        truth=lambda lesson: f"it is **{first_step_ratio(lesson):.3g}** times as long.",
        effect=mean_effect,
    ),
    "rate": Question(
        text="With the mistake, where does the loss end, beside one device's?",
        answers={
            "Lower": lambda lesson: end_ratio(lesson) < 1 - CLOSE,
            "About the same": lambda lesson: abs(end_ratio(lesson) - 1) <= CLOSE,
            # What is no number is not lower either.
            "Higher": lambda lesson: not end_ratio(lesson) <= 1 + CLOSE,
        },
        truth=lambda lesson: f"it is **{end_ratio(lesson):.2f}** times one device's.",
        effect=rate_effect,
    ),
    "normalisation": Question(
        text="In one step, by how many different means is a unit normalised?",
        answers={
            "One": lambda lesson: batch_means(lesson) == 1,
            "One for each replica": lambda lesson: (
                batch_means(lesson) == lesson.replicas
            ),
            "One for each image": lambda lesson: (
                batch_means(lesson) == lesson.curves[WRONG].batch_size
            ),
        },
        truth=lambda lesson: (
            f"**{batch_means(lesson)}** different ones on {lesson.replicas} replicas."
        ),
        effect=normalisation_effect,
    ),
    "unsharded": Question(
        text="How many different images of a batch does the model learn from?",
        answers={
            "All of them": lambda lesson: (
                learned_from(lesson.curves[WRONG]) == lesson.curves[WRONG].batch_size
            ),
            "One slice of them": lambda lesson: (
                learned_from(lesson.curves[WRONG])
                == lesson.curves[WRONG].batch_size // lesson.replicas
            ),
            "None": lambda lesson: learned_from(lesson.curves[WRONG]) == 0,
        },
        truth=lambda lesson: (
            f"**{learned_from(lesson.curves[WRONG])}** of "
            f"{lesson.curves[WRONG].batch_size}."
        ),
        effect=unsharded_effect,
    ),
}
assert QUESTIONS.keys() == MISTAKES.keys()
