"""Find out from a run why a gradient is None.

The probe knows no case. It follows the values from the source to the target,
and asks at each step: did a tape record it, and does TensorFlow's gradient
function return a gradient for this input? The first step without one names
the cause.

https://www.tensorflow.org/guide/autodiff#getting_a_gradient_of_none
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

import tensorflow as tf

from lenet.autodiff.none_clinic.building import Builder, is_assignment
from lenet.autodiff.none_clinic.flow import ARRAY, STATE, Edge
from lenet.autodiff.none_clinic.observing import Asked, observe
from lenet.autodiff.none_clinic.passing import can_be_float, is_smooth, passes
from lenet.autodiff.none_clinic.variables import handle_in, is_tracked
from lenet.autodiff.recording import VARIABLE
from lenet.results import none_clinic as causes

OF_EDGES = {STATE: causes.STATE, ARRAY: causes.NUMPY}


class Finding(NamedTuple):
    """Why a gradient is None: one of CAUSES, and the edge that no tape has.

    `line` is in the function's file, 0 where no line is to blame; `at` is the
    kind of the operation there, or "".
    """

    cause: str
    missing: tuple[str, str]
    line: int = 0
    at: str = ""


class Probe:
    """Runs a function, and examines its last call of `tape.gradient`.

    Raises ValueError for a function that calls no `tape.gradient`.
    """

    def __init__(self, function: Callable[[], Any]) -> None:
        seen = observe(function)
        if not seen.asked:
            raise ValueError(f"{function.__name__} asks no tape for a gradient")
        self.asked: Asked = seen.asked[-1]
        self.wanted, self.gradient = _wanted(self.asked)
        builder = Builder(seen, self.asked, self.wanted)
        self.flow = builder.flow
        self.source = builder.box_of(self.wanted)
        self.target = builder.box_of(self.asked.target)
        self._drop_other_states()

    @property
    def is_variable(self) -> bool:
        """Return whether the source is a variable, and not a tensor."""
        return handle_in(self.wanted) is not None

    @cached_property
    def reached(self) -> set[str]:
        """Return the boxes that the gradient reaches from the target on."""
        return self.flow.reached(self.target, passes)

    @cached_property
    def finding(self) -> Finding | None:
        """Return why the gradient is None; None where there is a gradient."""
        if self.gradient is not None:
            return None
        path = self.flow.path(self.source, self.target)
        if path is None:
            return self._without_path()
        for edge in path:
            if cause := self._cause(edge):
                kind = edge.ran.kind if edge.ran else ""
                line = self._line(cause, edge)
                return Finding(cause, (edge.source, edge.target), line, kind)
        return None

    @property
    def watched(self) -> set[str]:
        """Return what the tape watched: variables, and tensors by `watch`."""
        tracked = {
            edge.source
            for edge in self.flow.edges
            if edge.ran and is_tracked(edge.place, edge.index)
        }
        return {name for name in tracked if not self.flow.boxes[name].place}

    def shown(self) -> list[str]:
        """Return the boxes that matter to target, source and missing edge."""
        found = self.flow.before(self.target) | {self.source}
        if not self.is_variable:
            found |= self.flow.before(self.source)
        if self.finding:
            behind = self.flow.after(self.source)
            found |= self.flow.before(self.finding.missing[0]) & behind
        return [
            name for name in self.flow.boxes if name in found - self._constant
        ]

    @cached_property
    def _constant(self) -> set[str]:
        """The operations that were computed from constants alone."""
        boxes = self.flow.boxes
        leaves = {name for name, box in boxes.items() if box.place is None}
        return {name for name in boxes if not self.flow.before(name) & leaves}

    def _cause(self, edge: Edge) -> str:
        """Return why no gradient passes an edge, "" if one does."""
        if not edge.ran:
            return OF_EDGES[edge.kind]
        if passes(edge):
            return ""
        if not edge.place.is_taped:
            return causes.OUTSIDE
        if is_assignment(edge.ran):
            return causes.STATE
        if not is_smooth(edge.ran.inputs[edge.index]):
            return causes.INTEGER
        if not edge.place.inputs[edge.index]:
            return self._unwatched(edge.source)
        is_cast = can_be_float(edge.ran.kind) and not is_smooth(
            edge.ran.outputs[0]
        )
        return causes.INTEGER if is_cast else causes.NO_DERIVATIVE

    def _line(self, cause: str, edge: Edge) -> int:
        """Return the line to blame; a replaced variable's is an earlier one."""
        name = edge.source if cause == causes.REPLACED else edge.target
        return self.flow.boxes[name].line or edge.place.line

    def _unwatched(self, name: str) -> str:
        """Return why the tape does not watch a box."""
        if name != self.source or not self.is_variable:
            made = self._variable_behind(name)
            return causes.REPLACED if made else causes.NOT_WATCHED
        is_trainable = getattr(self.wanted, "trainable", True)
        return causes.NOT_WATCHED if is_trainable else causes.NOT_TRAINABLE

    def _variable_behind(self, name: str) -> str:
        """Return the variable that a tensor was computed from, "" for none."""
        found = self.flow.before(name) - {name}
        kinds = {each: self.flow.boxes[each].kind for each in found}
        return next((each for each in kinds if kinds[each] == VARIABLE), "")

    def _without_path(self) -> Finding:
        if not self.is_variable:
            variable = self._variable_behind(self.source)
            path = variable and self.flow.path(variable, self.target)
            if path:
                line = self.flow.boxes[self.source].line
                return Finding(
                    causes.REPLACED, (self.source, path[0].target), line
                )
        behind = self.flow.after(self.source)
        end = [name for name in self.flow.boxes if name in behind][-1]
        return Finding(causes.NO_PATH, (end, self.target))

    def _drop_other_states(self) -> None:
        """Leave out states that hold nothing of the source."""
        behind = self.flow.after(self.source)
        self.flow.edges = [
            edge
            for edge in self.flow.edges
            if edge.kind != STATE or edge.source in behind
        ]


def _wanted(asked: Asked) -> tuple[Any, Any]:
    """Return the first source without a gradient, or the first with its own."""
    sources, gradients = map(tf.nest.flatten, (asked.sources, asked.result))
    pairs = list(zip(sources, gradients, strict=True))
    return next((pair for pair in pairs if pair[1] is None), pairs[0])
