"""The names of layers, the predicted digits, and variables without training."""

import numpy as np

from lenet.results.layer_names import names_of_calls
from lenet.results.recording import Recording


def layer_name(recording: Recording, index: int) -> str:
    """Return both names of a call of a layer: "C1 conv2d_1"."""
    return names_of_calls([layer.name for layer in recording.layers])[index]


def predictions(probabilities: np.ndarray) -> list[int | None]:
    """Return the digit predicted for each image; None where a value is NaN."""
    best = probabilities.argmax(axis=1).tolist()
    finite = np.isfinite(probabilities).all(axis=1).tolist()
    return [digit if ok else None for digit, ok in zip(best, finite, strict=True)]


def not_trained(recording: Recording) -> list[str]:
    """Return the variables that the tape watches and the optimizer never gets."""
    trained = {variable.name for variable in recording.variables}
    return [name for name in recording.watched if name not in trained]
