"""What is known of one run of a function: operations, NumPy, gradients."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import tensorflow as tf

from lenet.autodiff.recording import Ran

Names = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Place:
    """Where and how an operation ran.

    `line` is the one of the observed function, in its file. `names` are the
    local names there. `is_taped`: a tape was recording. `inputs` and `outputs`
    say which of its tensors a tape tracked.
    """

    line: int
    names: Names
    is_taped: bool
    inputs: tuple[bool, ...]
    outputs: tuple[bool, ...]


@dataclass(eq=False)
class Asked:
    """A call of `tape.gradient`: its arguments, and what it returned."""

    tape: tf.GradientTape
    target: tf.Tensor
    sources: Any
    line: int
    names: Names
    before: int  # operations that had run
    result: Any = None


@dataclass(eq=False)
class Observed:
    """One run of a function.

    `ran` are its operations in their order, without those of backward passes.
    `left` are the tensors that were turned into NumPy arrays, with the line.
    `numpy_lines` are the lines that called a Python function which uses NumPy.
    """

    function: Callable[[], Any]
    ran: Sequence[Ran] = ()
    places: list[Place] = field(default_factory=list)
    left: list[tuple[tf.Tensor, int]] = field(default_factory=list)
    numpy_lines: set[int] = field(default_factory=set)
    asked: list[Asked] = field(default_factory=list)
    result: Any = None
    is_backward: bool = False

    def frame(self) -> FrameType | None:
        """Return the function's frame while it runs, else None."""
        frame: FrameType | None = sys._getframe()
        while frame and frame.f_code is not self.function.__code__:
            frame = frame.f_back
        return frame
