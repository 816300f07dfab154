"""What a whole step showed, in its own numbers."""

import math

from lenet.results.recording import Recording
from ui.components.numbers import counted, number, pair


def showed(recording: Recording) -> list[str]:
    """Return what a whole step showed, in its own numbers."""
    variables = recording.variables
    recorded = sum(one.phase in ("forward", "loss") for one in recording.operations)
    gradients = sum(each.gradient is not None for each in variables)
    before, after = pair(recording.loss_before, recording.loss_after)
    return [
        f"**Forward pass**: {counted(len(recording.layers), 'layer')} ran, and the "
        f"tape recorded {counted(recorded, 'operation')}.",
        "**Backward pass**: the tape used them in the opposite order and returned "
        f"gradients for {gradients} of {counted(len(variables), 'weight array')}.",
        f"**Update**: {kernel_ratios(recording)}",
        f"**Check**: the loss of this batch was {before} before the step and "
        f"{after} after it.",
    ]


def kernel_ratios(recording: Recording) -> str:
    """Return the range of update / weight over the kernels, as a sentence."""
    ratios = [each.ratio for each in recording.variables if "kernel" in each.name]
    ratios = [ratio for ratio in ratios if math.isfinite(ratio)]
    if not ratios:
        return "no kernel has a finite ratio of update to weight."
    return (
        "the kernels moved by "
        f"{number(min(ratios))} to {number(max(ratios))} of their size."
    )
