"""A training in this project and by its exported script: plain data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ending:
    """How a training ended: its accuracy, 0 to 1, and its weights' checksum."""

    accuracy: float
    checksum: str


@dataclass(frozen=True)
class Rerun:
    """The same training twice, each on `images` images."""

    images: int
    here: Ending
    script: Ending
