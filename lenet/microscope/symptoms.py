"""What looks wrong in one recorded step, told with its own numbers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from lenet.results.numbers import short
from lenet.results.recording import Recording, VariableStep
from lenet.results.summary import Summary, summarise

__all__ = ["RULES", "USUAL_RATIO", "Symptom", "symptoms"]

# |update| / |weight| of a kernel. A healthy step of this LeNet is between
# 1e-5 (plain SGD, large batches) and 0.3 (RMSprop at ten times its usual rate).
USUAL_RATIO = 1e-3
EXPLODING_RATIO = 0.5
VANISHING_RATIO = 1e-6
# In a healthy step of 8 images and more at most half of the units are dead.
DEAD_SHARE = 0.8
# Fewer images leave most units at zero by chance.
ENOUGH_IMAGES = 8
# A batch of few digits is no symptom where chance explains it: eight images
# of one digit are rarer than this, seven are not.
RARE = 5e-7
# What is left to learn of a batch below this loss moves next to nothing.
SETTLED_LOSS = 0.01
# So much of the loss, and at least so much of it, is more than noise.
RISE = 0.01
# A dropout that passes on this many values is off; by chance it is 1 in 2**20.
ENOUGH_VALUES = 20
NAMES_LISTED = 4
# The most that softmax makes of ten values between 0 and 1: e / (e + 9).
LARGEST_SQUEEZED = float(np.e / (np.e + 9))


@dataclass(frozen=True)
class Symptom:
    """One thing that looks wrong: its name, and a sentence with the numbers."""

    name: str
    text: str


Rule = Callable[[Recording], str | None]


def symptoms(recording: Recording) -> list[Symptom]:
    """List what looks wrong in one step, the most serious first.

    Empty for a healthy step. A rule sees this step alone: it can tell that a
    number is unusual, not why; several mistakes may have the same symptom.
    """
    found = ((name, rule(recording)) for name, rule in RULES.items())
    return [Symptom(name, text) for name, text in found if text]


def not_finite(recording: Recording) -> str | None:
    """Return where in the step the first NaN or infinity is."""
    for what, summary in _in_order(recording):
        if not summary.finite:
            return (
                f"{what}: {summary.nan:,} NaN and {summary.inf:,} infinite of "
                f"{np.prod(summary.shape, dtype=int):,} values. This is the "
                "first one in the step; all that is computed from it is lost."
            )
    return None


def exploding(recording: Recording) -> str | None:
    """Return which kernel had the largest update relative to its size."""
    moved = [
        kernel for kernel in _kernels(recording) if np.isfinite(kernel.ratio)
    ]
    most = max(moved, key=lambda kernel: kernel.ratio, default=None)
    if most is None or most.ratio < EXPLODING_RATIO:
        return None
    return (
        f"The update of {most.name} is {short(most.ratio)} times its weights "
        f"(root mean square); about {USUAL_RATIO} is usual."
    )


def no_gradient(recording: Recording) -> str | None:
    """Name the variables that the loss says nothing about."""
    none = [v.name for v in recording.variables if v.gradient is None]
    zeros = [v.name for v in recording.variables if _is_zero(v.gradient)]
    told = []
    if none:
        told.append(
            f"The tape has no gradient (None) for {_listed(none)}: the loss "
            "does not depend on what it recorded of it."
        )
    if zeros and recording.loss > SETTLED_LOSS:
        told.append(
            f"The gradient is all zeros for {_listed(zeros)}: no small change "
            "there changes the loss."
        )
    return " ".join(told) or None


def never_updated(recording: Recording) -> str | None:
    """Name what the tape watched and the optimizer was not given."""
    given = {variable.name for variable in recording.variables}
    missing = [name for name in recording.watched if name not in given]
    if not missing:
        return None
    return (
        f"The tape watched {len(recording.watched)} variables and the "
        f"optimizer got {len(given)}: it never moves {_listed(missing)}."
    )


def dead_units(recording: Recording) -> str | None:
    """Name the layers most of whose units are zero for the whole batch."""
    enough = len(recording.images) >= ENOUGH_IMAGES
    # The last layer answers: a digit's probability may well be zero.
    dead = [
        f"{layer.dead:.0%} of {layer.name}"
        for layer in recording.layers[:-1]
        if layer.variables
        and (layer.dead == 1 or (enough and layer.dead >= DEAD_SHARE))
    ]
    if not dead:
        return None
    return (
        f"Zero for every image of the batch: {_listed(dead)}. Where a ReLU "
        "gives zero its gradient is zero, so these units do not learn."
    )


def squeezed(recording: Recording) -> str | None:
    """Return whether a softmax was applied to the model's probabilities."""
    answers = recording.layers[-1].output
    given = recording.probabilities[: len(answers)]
    if not (np.isfinite(answers).all() and answers.shape == given.shape):
        return None
    if answers.min() < 0 or answers.max() > 1 or np.allclose(given, answers):
        return None
    if not np.allclose(given, _softmax(answers), atol=1e-5):
        return None
    return (
        f"The model's surest answer is {answers.max():.3f}, and the loss gets "
        f"{given.max():.3f} for it: softmax of a probability is "
        f"{LARGEST_SQUEEZED:.3f} at most, so the loss stays above "
        f"{-np.log(LARGEST_SQUEEZED):.2f}."
    )


def few_digits(recording: Recording) -> str | None:
    """Return whether the batch has fewer digits than shuffled images have."""
    images, digits = len(recording.labels), np.unique(recording.labels)
    # At most: the ways to choose that many digits, by the share of all labels
    # that such a choice allows.
    chance = comb(10, len(digits)) * (len(digits) / 10) ** images
    if chance > RARE:
        return None
    named = " or ".join(str(digit) for digit in digits)
    return (
        f"All {images} labels of the batch are {named}: the step pushes every "
        "answer there, whatever the image shows."
    )


def idle_dropout(recording: Recording) -> str | None:
    """Name a dropout layer that gave exactly what it got."""
    for before, layer in zip(
        recording.layers, recording.layers[1:], strict=False
    ):
        passed = np.count_nonzero(layer.output)
        if (
            layer.kind == "Dropout"
            and passed >= ENOUGH_VALUES
            and np.array_equal(before.output, layer.output)
        ):
            return (
                f"{layer.name} gave exactly what it got from {before.name}: "
                f"all {passed:,} values that are not zero passed unchanged."
            )
    return None


def loss_rose(recording: Recording) -> str | None:
    """Compare the batch's loss before and after the step."""
    before, after = recording.loss_before, recording.loss_after
    if not np.isfinite([before, after]).all():
        return None
    if after - before <= RISE * max(before, 1):
        return None
    return (
        f"The loss of this very batch rose from {short(before)} to "
        f"{short(after)}: the step went too far."
    )


def hardly_moved(recording: Recording) -> str | None:
    """Return which kernel moves too little although it has a gradient."""
    pulled = [k for k in _kernels(recording) if np.any(k.gradient)]
    if not pulled or recording.loss <= SETTLED_LOSS:
        return None
    least = min(pulled, key=lambda kernel: kernel.ratio)
    if not any(kernel.ratio for kernel in pulled):
        return (
            "There are gradients, yet no kernel has moved: the learning rate "
            "is 0, or so small that float32 rounds the update away."
        )
    if least.ratio >= VANISHING_RATIO:
        return None
    return (
        f"The update of {least.name} is {least.ratio:.1g} times its weights "
        f"(root mean square); about {USUAL_RATIO} is usual."
    )


# By name, the most serious first.
RULES: dict[str, Rule] = {
    "Not finite": not_finite,
    "Exploding update": exploding,
    "No gradient": no_gradient,
    "Never updated": never_updated,
    "Dead units": dead_units,
    "A softmax too many": squeezed,
    "Few digits": few_digits,
    "Idle dropout": idle_dropout,
    "Loss rose": loss_rose,
    "Vanishing update": hardly_moved,
}


def _in_order(recording: Recording) -> Iterator[tuple[str, Summary]]:
    """Yield what a step computes, in the order in which it does."""
    yield "The images", summarise(recording.images)
    for variable in recording.variables:
        yield f"{variable.name} before the step", summarise(variable.value)
    for layer in recording.layers:
        yield f"The output of {layer.name}", layer.output_summary
    yield "The loss", summarise(np.array([recording.loss]))
    for variable in reversed(recording.variables):
        if variable.gradient is not None:
            what = f"The gradient of {variable.name}"
            yield what, summarise(variable.gradient)
    for variable in recording.variables:
        yield f"The update of {variable.name}", summarise(variable.update)
    yield (
        "The loss after the step",
        summarise(np.array([recording.loss_after])),
    )


def _kernels(recording: Recording) -> list[VariableStep]:
    # Biases start at zeros: beside those their first updates are infinite.
    return [v for v in recording.variables if v.name.endswith("kernel")]


def _is_zero(gradient: np.ndarray | None) -> bool:
    return gradient is not None and not gradient.any()


def _softmax(values: np.ndarray) -> np.ndarray:
    powers = np.exp(values)
    return powers / powers.sum(axis=-1, keepdims=True)


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    if len(names) > NAMES_LISTED:
        most = list(names[:NAMES_LISTED])
        last = f"{len(names) - NAMES_LISTED} more"
    return f"{', '.join(most)} and {last}" if most else last
