"""What the microscope calls layers, digits and variables."""

from collections import Counter

import numpy as np

from lenet.results.recording import Recording


def layer_name(recording: Recording, place: int) -> str:
    """Name a call of a layer; one called more than once has its calls counted."""
    names = [layer.name for layer in recording.layers]
    name = names[place]
    if Counter(names)[name] == 1:
        return name
    return f"{name}, call {names[: place + 1].count(name)}"


def answers(probabilities: np.ndarray) -> list[int | None]:
    """Read each image's digit; None where no probabilities are there to compare."""
    best = probabilities.argmax(axis=1).tolist()
    known = np.isfinite(probabilities).all(axis=1).tolist()
    return [digit if sure else None for digit, sure in zip(best, known, strict=True)]


def not_trained(recording: Recording) -> list[str]:
    """Name the variables that the tape watches and the optimizer never gets."""
    trained = {variable.name for variable in recording.variables}
    return [name for name in recording.watched if name not in trained]
