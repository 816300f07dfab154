"""Run a function, and follow the values to its call of `tape.gradient`.

The probe knows no case. It asks TensorFlow at each step: did a tape record it,
and does the operation's gradient function return a gradient for this input?

https://www.tensorflow.org/guide/autodiff#getting_a_gradient_of_none
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import tensorflow as tf

from lenet.autodiff.none_clinic.building import Builder
from lenet.autodiff.none_clinic.flow import STATE, Edge
from lenet.autodiff.none_clinic.observed import Asked
from lenet.autodiff.none_clinic.observing import observe
from lenet.autodiff.none_clinic.passing import is_function, passes
from lenet.autodiff.none_clinic.variables import handle_in, is_tracked


class Probe:
    """One run of a function, up to its last call of `tape.gradient`.

    `source` and `target` are the names of their boxes in `flow`. Of several
    sources it is the first one without a gradient. Raises ValueError for a
    function that calls no `tape.gradient`.
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
        accessed = self.asked.tape.watched_variables()
        self._accessed = set(map(builder.box_of, accessed))
        self._drop_other_states()

    @property
    def is_variable(self) -> bool:
        """Return whether the source is a variable, and not a tensor."""
        return handle_in(self.wanted) is not None

    @cached_property
    def watched(self) -> set[str]:
        """Return what the tape watched: variables, and tensors by `watch`."""
        edges = [edge for edge in self.flow.edges if edge.ran]
        tracked = {e.source for e in edges if is_tracked(e.place, e.index)}
        made = {name for name in tracked if self.flow.boxes[name].place}
        return self._accessed | (tracked - made)

    def passes(self, edge: Edge) -> bool:
        """Return whether a gradient passes an edge, from its end to its start.

        A traced function is one operation, and brings its own backward pass.
        What the tape made of it shows where its output is used.
        """
        if not edge.ran or not is_function(edge.ran):
            return passes(edge)
        users = [each for each in self.flow.out_of(edge.target) if each.ran]
        tracked = [is_tracked(each.place, each.index) for each in users]
        return not users or any(tracked)

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
