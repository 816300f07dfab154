"""The variables of a run: what was read from them, and what was assigned."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.autodiff.none_clinic.flow import Box
from lenet.autodiff.none_clinic.observed import Asked, Observed, Place
from lenet.autodiff.recording import Ran

SIGNS = {"AssignAddVariableOp": 1, "AssignSubVariableOp": -1}


@dataclass(eq=False)
class Variable:
    """A variable: its box, with the value so far, and what wrote to it last."""

    box: Box
    written: str = ""  # the box of an assignment after the first one

    def assign(self, ran: Ran) -> None:
        """Note an assignment; its value is None where it cannot be known."""
        value, given = self.box.value, ran.inputs[1]
        if ran.kind not in SIGNS:
            self.box.value = given
        elif value is not None:
            change = SIGNS[ran.kind] * np.asarray(given)
            self.box.value = np.asarray(value) + change


class Variables:
    """The variables of a run, by the id of their handle."""

    def __init__(self) -> None:
        self.of: dict[int, Variable] = {}
        self._read: dict[int, int] = {}  # handles by the id of what was read

    def note_read(self, ran: Ran) -> None:
        """Note that the operation's outputs are the variable's value."""
        handle = self.handle_of(ran.inputs[0])
        self._read |= {id(each): handle for each in ran.outputs}

    def handle_of(self, tensor: tf.Tensor) -> int:
        """Return the id of a tensor's handle: itself, or the one read, or 0."""
        at = id(tensor)
        return at if at in self.of else self._read.get(at, 0)

    def alike(
        self, tensor: tf.Tensor, named: Collection[int], *, is_tracked: bool
    ) -> int:
        """Return the handle of a variable with the value of a tensor, or 0.

        TensorFlow does not report all reads. A tensor that the tape tracks
        may be any variable's value, another one that of a `named` handle.
        """
        for handle, variable in self.of.items():
            may_be = is_tracked or handle in named
            if may_be and is_equal(tensor, variable.box.value):
                return handle
        return 0


def handle_in(value: Any) -> Any:
    """Return the handle of a tf.Variable or a Keras variable, else None."""
    return getattr(value, "handle", None)


def is_tracked(place: Place, index: int) -> bool:
    """Return whether the tape tracked an input of an operation."""
    return place.inputs[index : index + 1] == (True,)


def is_equal(tensor: tf.Tensor, value: Any) -> bool:
    """Return whether a tensor has the shape and the numbers of a value."""
    if value is None or tuple(tensor.shape) != np.shape(value):
        return False
    return bool(np.array_equal(tensor, value))


def names_of(seen: Observed, asked: Asked) -> dict[int, str]:
    """Return the first local names of tensors, and of variables' handles."""
    found: dict[int, str] = {}
    for names in (*(place.names for place in seen.places), asked.names):
        for name, value in names.items():
            handle = handle_in(value)
            if isinstance(value, tf.Tensor) or handle is not None:
                found.setdefault(id(value if handle is None else handle), name)
    return found


def is_assignment(ran: Ran) -> bool:
    """Return whether an operation gives a variable a new value."""
    return ran.kind.startswith("Assign")
