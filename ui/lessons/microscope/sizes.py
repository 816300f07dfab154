"""The sizes of weights, gradients and updates, in a few numbers to keep."""

from dataclasses import dataclass

import numpy as np

from lenet.results.recording import Recording, VariableStep
from lenet.results.summary import rms


@dataclass(frozen=True)
class Sizes:
    """The sizes of a weight array in one step: root mean squares per weight.

    `gradient` is NaN where the tape returned None; `ratio` is update / value.
    """

    value: float
    gradient: float
    update: float
    ratio: float


def sizes_of(recording: Recording) -> dict[str, Sizes]:
    """Return the sizes of each weight array in a step, by its name."""
    return {variable.name: _sizes(variable) for variable in recording.variables}


def _sizes(variable: VariableStep) -> Sizes:
    gradient = variable.gradient
    return Sizes(
        value=rms(variable.value),
        gradient=np.nan if gradient is None else rms(gradient),
        update=rms(variable.update),
        ratio=variable.ratio,
    )
