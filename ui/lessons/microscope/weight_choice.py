"""Which weight of LeNet is tested: an array, and an index in it."""

import math
from dataclasses import dataclass

import streamlit as st

from lenet.results.paradigms import both_names
from lenet.results.recording import VariableStep
from lenet.weights.file import SHAPES
from ui.lessons.microscope import key
from ui.lessons.microscope.session import Session

AXES = {
    4: ("Row", "Column", "Input map", "Output map"),
    2: ("Input unit", "Output unit"),
    1: ("Output unit",),
}
AXIS_HELP = "Counted from 0, as in the pictures of the tab The optimizer."
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
            key=key("weight_of"),
            width=220,
            persist_state="session",
            help="The weight array. The numbers beside it choose one weight in it.",
        )
        shape = SHAPES[name]
        index = tuple(
            int(
                st.number_input(
                    axis,
                    0,
                    size - 1,
                    key=key(f"weight_{name}_{axis}"),
                    width=130,
                    persist_state="session",
                    help=AXIS_HELP,
                )
            )
            for axis, size in zip(AXES[len(shape)], shape, strict=True)
        )
    array = names.index(name)
    return Weight(session.recording.variables[array], array, index)
