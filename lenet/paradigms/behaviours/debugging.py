"""Stepping through a model's forward pass with a debugger."""

import bdb
import linecache
from types import FrameType

import numpy as np
import tensorflow as tf


class Stops(bdb.Bdb):
    """A debugger that notes where in a model it stops, and steps on.

    https://docs.python.org/3/library/bdb.html is what pdb and the debuggers of
    most editors are made of.
    """

    def __init__(self) -> None:
        super().__init__(skip=["keras.*", "tensorflow.*"])
        self.lines: list[str] = []

    def user_line(self, frame: FrameType) -> None:
        """Note where it stopped, and what `x` is there."""
        if frame.f_globals["__name__"].startswith("lenet.models."):
            file, line = frame.f_code.co_filename, frame.f_lineno
            code = linecache.getline(file, line).strip()
            x = frame.f_locals.get("x")
            self.lines.append(f"{line}  {code}")
            if x is not None:
                self.lines.append(f"    x is {tuple(x.shape)}")


def debugger(model: tf.keras.Model, image: np.ndarray) -> list[str]:
    """Step through one call; list the stops in the model's file."""
    stops = Stops()
    stops.runcall(model, image)
    return stops.lines
