"""Which weight of LeNet is tested: an array, and an index in it."""

import math
from dataclasses import dataclass

import numpy as np
import streamlit as st

from lenet.results.paradigms import both_names
from lenet.results.recording import VariableStep
from lenet.settings import one_of, within
from lenet.weights.file import SHAPES
from ui.lessons.microscope import key
from ui.lessons.microscope.session import Session

AXES = {
    4: ("Row", "Column", "Input map", "Output map"),
    2: ("Input unit", "Output unit"),
    1: ("Output unit",),
}
AXIS_HELP = "Counted from 0, as in the pictures of the tab The optimizer."
ARRAY = key("weight_of")
COUNT = sum(math.prod(shape) for shape in SHAPES.values())


@dataclass(frozen=True)
class Weight:
    """One weight in a recorded step: its array, by its index, and its index there."""

    variable: VariableStep
    array: int
    index: tuple[int, ...]

    @property
    def value(self) -> float:
        """Return the weight before the step."""
        return float(self.variable.value[self.index])

    @property
    def update(self) -> float:
        """Return what the step added to the weight."""
        return float(self.variable.update[self.index])

    @property
    def gradient(self) -> float | None:
        """Return the tape's gradient for the weight, None where there is none."""
        gradient = self.variable.gradient
        return None if gradient is None else float(gradient[self.index])


def choose_weight(session: Session) -> Weight:
    """Return the weight that the visitor chooses: an array, and an index in it."""
    names = list(SHAPES)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "Weights",
            names,
            format_func=both_names,
            key=ARRAY,
            width=220,
            bind="query-params",
            help="The weight array. The numbers beside it choose one weight in it. So "
            "does a click on a picture of weights on the tabs before.",
        )
        shape = SHAPES[name]
        index = tuple(
            int(
                st.number_input(
                    axis,
                    0,
                    size - 1,
                    key=_axis_key(name, axis),
                    width=130,
                    bind="query-params",
                    help=AXIS_HELP,
                )
            )
            for axis, size in zip(AXES[len(shape)], shape, strict=True)
        )
    array = names.index(name)
    return Weight(session.recording.variables[array], array, index)


def show_weight(name: str, at: int) -> None:
    """Choose the weight at a flat index of an array.

    Raises ValueError for one that LeNet does not have.
    """
    one_of("weights", name, tuple(SHAPES))
    shape = SHAPES[name]
    within("index", at, 0, math.prod(shape) - 1)
    st.session_state[ARRAY] = name
    for axis, index in zip(AXES[len(shape)], np.unravel_index(at, shape), strict=True):
        st.session_state[_axis_key(name, axis)] = int(index)


def _axis_key(name: str, axis: str) -> str:
    return key(f"weight_{name}_{axis}")
