"""What the trainings with and without a mistake showed, in their numbers."""

import numpy as np

from lenet.results.mistake_curves import ONE, RIGHT, WRONG, LossCurve, MistakeCurves
from ui.components.numbers import decimal, loss

# Values that differ by a smaller share are about the same.
CLOSE = 0.1


def first_step_ratio(lesson: MistakeCurves) -> float:
    """Return how many times as large the first step is with the mistake."""
    return lesson.curves[WRONG].first_step / lesson.curves[RIGHT].first_step


def end_ratio(lesson: MistakeCurves) -> float:
    """Return the last loss with the mistake, as a multiple of one device's."""
    return lesson.curves[WRONG].final / lesson.curves[ONE].final


def batch_means(lesson: MistakeCurves) -> int:
    """Count the different means that the first step was normalised by."""
    return len(np.unique(lesson.curves[WRONG].means, axis=0))


def learned_from(curve: LossCurve) -> int:
    """Count the different images that the replicas had in the first batch."""
    images = curve.first_shares.reshape(-1, *curve.first_shares.shape[2:])
    return len(np.unique(images, axis=0))


def losses(lesson: MistakeCurves) -> str:
    """Return a sentence with the last loss of each training."""
    ends = {name: loss(curve.final, 3) for name, curve in lesson.curves.items()}
    return (
        f"After {lesson.curves[ONE].images[-1]:,} images the loss of {lesson.tested} "
        f"test images is **{ends[ONE]}** on one device, **{ends[RIGHT]}** on "
        f"{lesson.replicas} replicas, and **{ends[WRONG]}** with the mistake."
    )


def mean_effect(lesson: MistakeCurves) -> str:
    """Return what a larger gradient does to this optimizer."""
    ratio, rate = first_step_ratio(lesson), lesson.curves[WRONG].learning_rate
    gradient = f"The gradient is {lesson.replicas} times too large. "
    if ratio > 1 + CLOSE:
        return gradient + (
            f"For {lesson.optimizer.upper()} that is like a learning rate of "
            f"{decimal(rate * ratio)} instead of {decimal(rate)}."
        )
    return gradient + (
        "Adam divides it by its own size, so the steps hardly change. The mistake "
        "stays hidden until another optimizer is used. Try it with SGD."
    )


def rate_effect(lesson: MistakeCurves) -> str:
    """Return how many steps each training took, at which learning rate."""
    one, right, wrong = (lesson.curves[name] for name in (ONE, RIGHT, WRONG))
    said = (
        f"One device takes {one.steps} steps with a learning rate of "
        f"{decimal(one.learning_rate)}. {lesson.replicas} replicas take "
        f"{right.steps} steps. The scaled learning rate is "
        f"{decimal(right.learning_rate)}. With the mistake it is "
        f"{decimal(wrong.learning_rate)}."
    )
    if right.final > (1 + CLOSE) * one.final:
        said += (
            " The scaled one does not reach one device's loss either: at the start "
            "of a training such a large learning rate overshoots. It needs a warm-up."
        )
    if lesson.optimizer == "adam":
        said += " The rule was found for SGD; with Adam it is a rule of thumb."
    return said


def normalisation_effect(lesson: MistakeCurves) -> str:
    """Return how far apart the replicas' statistics are."""
    right, wrong = lesson.curves[RIGHT], lesson.curves[WRONG]
    unit = int(np.ptp(wrong.means, axis=0).argmax())
    means = wrong.means[:, unit]
    share = wrong.batch_size // lesson.replicas
    return (
        f"Each share has {share} images. In the first step the means of unit {unit} "
        f"were {means.min():.3f} to {means.max():.3f}. Synchronized, the mean was "
        f"{right.means[0, unit]:.3f} on every replica. At the end the replicas' moving "
        f"means differ by up to **{np.ptp(wrong.moving, axis=0).max():.3f}** "
        f"(synchronized: {np.ptp(right.moving, axis=0).max():.3f}). Only those of the "
        "first replica are saved and tested."
    )


def unsharded_effect(lesson: MistakeCurves) -> str:
    """Return how many different images the replicas learned from."""
    right, wrong = lesson.curves[RIGHT], lesson.curves[WRONG]
    return (
        f"{lesson.replicas} replicas computed {wrong.images[-1]:,} images, of which "
        f"only **{wrong.different:,}** were different ones. Sharded, they were "
        f"**{right.different:,}**. The steps are those of one device with "
        f"{wrong.batch_size // lesson.replicas} images at a time. The other replicas "
        "repeat its work."
    )
