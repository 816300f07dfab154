"""The settings of the recorded step, and the state that it starts from."""

from dataclasses import dataclass

import numpy as np

from lenet.state import TrainState
from lenet.weights import shipped
from ui.visitor import workers
from ui.visitor.state import Labelled, visitor_state

OWN = "Your model"
STARTS = ("New weights", "Shipped weights", OWN)
SECONDS = 30.0


@dataclass(frozen=True)
class Choice:
    """What a visitor chose to record; `own` is the first image of each batch."""

    paradigm: str
    optimizer: str
    learning_rate: float
    batch_size: int
    seed: int
    mistake: str
    start: str
    own: Labelled | None = None

    @property
    def beginning(self) -> tuple[str, int, int, str, str]:
        """Return the settings that decide the first state and the images."""
        return (self.optimizer, self.batch_size, self.seed, self.mistake, self.start)


def first_state(choice: Choice) -> TrainState:
    """Return the state before the first step, made by a worker."""
    state: TrainState = workers.call(
        "lenet.microscope.steps:begin",
        choice.paradigm,
        choice.optimizer,
        choice.seed,
        choice.mistake,
        _weights(choice.start),
        seconds=SECONDS,
    )
    return state


def _weights(start: str) -> tuple[np.ndarray, ...] | None:
    if start == "Shipped weights":
        return shipped()
    model = visitor_state().model
    if start == OWN and model is not None:
        return model.weights
    return None
