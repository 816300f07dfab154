"""Find what looks wrong in one recorded step, and say it with its numbers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from lenet.results.layer_names import names_of_calls
from lenet.results.numbers import number, percent
from lenet.results.paradigms import both_names
from lenet.results.recording import Recording, VariableStep
from lenet.results.summary import Summary, summarise

__all__ = ["RULES", "USUAL_RATIO", "Symptom", "symptoms"]

# |update| / |weight| of a kernel. A healthy step of this LeNet is between 1e-5
# (plain SGD, large batches) and 0.3 (RMSprop at ten times its usual learning
# rate).
USUAL_RATIO = 1e-3
EXPLODING_RATIO = 0.5
VANISHING_RATIO = 1e-6
# In a healthy step of 8 images or more, at most half of the units are dead.
DEAD_SHARE = 0.8
# With fewer images, most units are zero by chance.
ENOUGH_IMAGES = 8
# A batch of few digits is no symptom where chance explains it. Eight images of
# one digit are rarer than this; seven are not.
RARE = 5e-7
# Below this loss, almost nothing is left to learn from a batch.
SETTLED_LOSS = 0.01
# A smaller rise, relative to the loss or absolute, is noise.
RISE = 0.01
# Dropout that keeps this many values is off; by chance that is 1 in 2**20.
ENOUGH_VALUES = 20
NAMES_LISTED = 4
# The largest softmax of ten values between 0 and 1: e / (e + 9).
LARGEST_SQUEEZED = float(np.e / (np.e + 9))


@dataclass(frozen=True)
class Symptom:
    """One thing that looks wrong: its name, and a sentence with the numbers."""

    name: str
    text: str


Rule = Callable[[Recording], str | None]


def symptoms(recording: Recording) -> list[Symptom]:
    """List what looks wrong in one step, the most serious first.

    The list is empty for a healthy step. A rule sees only this step. It shows
    that a number is unusual, but not why: several mistakes can have the same
    symptom.
    """
    found = ((name, rule(recording)) for name, rule in RULES.items())
    return [Symptom(name, text) for name, text in found if text]


def not_finite(recording: Recording) -> str | None:
    """Return where in the step the first NaN or infinity is."""
    for what, summary in _in_order(recording):
        if not summary.finite:
            return (
                f"{what}: {summary.nan:,} NaN and {summary.inf:,} infinite of "
                f"{np.prod(summary.shape, dtype=int):,} values. These are the "
                "first in the step. Everything computed from them is lost."
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
        f"The update of {both_names(most.name)} is {number(most.ratio)} times "
        f"its weights (root mean square). About {USUAL_RATIO} is usual."
    )


def no_gradient(recording: Recording) -> str | None:
    """Name the variables whose gradient is None, and those with only zeros."""
    variables = [(both_names(v.name), v.gradient) for v in recording.variables]
    none = [name for name, gradient in variables if gradient is None]
    zeros = [name for name, gradient in variables if _is_zero(gradient)]
    told = []
    if none:
        told.append(
            f"The tape returned None for {_listed(none)}: the loss does not "
            "depend on any operation with them that the tape recorded."
        )
    if zeros and recording.loss > SETTLED_LOSS:
        told.append(
            f"The gradient is all zeros for {_listed(zeros)}: a small change "
            "of these weights does not change the loss."
        )
    return " ".join(told) or None


def never_updated(recording: Recording) -> str | None:
    """Name the variables that the tape watched but the optimizer never got."""
    given = {variable.name for variable in recording.variables}
    missing = [name for name in recording.watched if name not in given]
    if not missing:
        return None
    return (
        f"The tape watched {len(recording.watched)} variables and the "
        f"optimizer got {len(given)}. It never updates {_listed(missing)}."
    )


def dead_units(recording: Recording) -> str | None:
    """Name the layers most of whose units are zero for the whole batch."""
    enough = len(recording.images) >= ENOUGH_IMAGES
    # In the last layer a zero is no symptom: a probability may be zero.
    dead = [
        f"{percent(layer.dead)} of {both_names(layer.name)}"
        for layer in recording.layers[:-1]
        if layer.variables
        and (layer.dead == 1 or (enough and layer.dead >= DEAD_SHARE))
    ]
    if not dead:
        return None
    return (
        f"Zero for every image of the batch: {_listed(dead)}. Where a ReLU "
        "returns zero, its gradient is zero, so these units do not learn."
    )


def squeezed(recording: Recording) -> str | None:
    """Return whether a softmax was applied to the model's probabilities."""
    outputs = recording.layers[-1].output
    given = recording.probabilities[: len(outputs)]
    if not (np.isfinite(outputs).all() and outputs.shape == given.shape):
        return None
    if outputs.min() < 0 or outputs.max() > 1 or np.allclose(given, outputs):
        return None
    if not np.allclose(given, _softmax(outputs), atol=1e-5):
        return None
    return (
        f"The model's largest probability is {outputs.max():.3f}, but the loss "
        f"gets {given.max():.3f} for it. Softmax of a probability is at most "
        f"{LARGEST_SQUEEZED:.3f}, so the loss stays above "
        f"{-np.log(LARGEST_SQUEEZED):.2f}."
    )


def few_digits(recording: Recording) -> str | None:
    """Return whether the batch has fewer digits than shuffled images have."""
    images, digits = len(recording.labels), np.unique(recording.labels)
    # An upper bound: the ways to choose this number of digits, times the share
    # of all labels that such a choice allows.
    chance = comb(10, len(digits)) * (len(digits) / 10) ** images
    if chance > RARE:
        return None
    named = " or ".join(str(digit) for digit in digits)
    return (
        f"All {images} labels of the batch are {named}. The step pushes every "
        "prediction there, whatever the image shows."
    )


def idle_dropout(recording: Recording) -> str | None:
    """Name a dropout layer whose output equals its input."""
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
                f"{layer.name} returned exactly the output of "
                f"{both_names(before.name)}: "
                f"all {passed:,} values that are not zero are unchanged."
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
        f"The loss of this same batch rose from {number(before)} to "
        f"{number(after)}: the step was too large."
    )


def hardly_moved(recording: Recording) -> str | None:
    """Return which kernel moves too little although it has a gradient."""
    kernels = [k for k in _kernels(recording) if np.any(k.gradient)]
    if not kernels or recording.loss <= SETTLED_LOSS:
        return None
    least = min(kernels, key=lambda kernel: kernel.ratio)
    if not any(kernel.ratio for kernel in kernels):
        return (
            "There are gradients, but no kernel has moved. The learning rate "
            "is 0, or so small that float32 rounds the update to zero."
        )
    if least.ratio >= VANISHING_RATIO:
        return None
    return (
        f"The update of {both_names(least.name)} is "
        f"{number(least.ratio, 1)} times its weights (root mean square). "
        f"About {USUAL_RATIO} is usual."
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
    """Yield what a step computes, in order."""
    yield "The images", summarise(recording.images)
    for variable in recording.variables:
        name = both_names(variable.name)
        yield f"{name} before the step", summarise(variable.value)
    names = names_of_calls([layer.name for layer in recording.layers])
    for name, layer in zip(names, recording.layers, strict=True):
        yield f"The output of {name}", layer.output_summary
    yield "The loss", summarise(np.array([recording.loss]))
    for variable in reversed(recording.variables):
        if variable.gradient is not None:
            what = f"The gradient of {both_names(variable.name)}"
            yield what, summarise(variable.gradient)
    for variable in recording.variables:
        what = f"The update of {both_names(variable.name)}"
        yield what, summarise(variable.update)
    yield (
        "The loss after the step",
        summarise(np.array([recording.loss_after])),
    )


def _kernels(recording: Recording) -> list[VariableStep]:
    # Biases start at zero, so the ratio of their first update is infinite.
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
