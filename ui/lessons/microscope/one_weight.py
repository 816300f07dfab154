"""One weight under the glass: what the gradient claims, and what is so."""

import math

import numpy as np
import streamlit as st

from lenet.results.weight_curve import WeightCurve
from lenet.weights.file import SHAPES
from ui.components.charts import CONFIG
from ui.components.code import code_box
from ui.components.fragments import part, verdict
from ui.components.numbers import number
from ui.lessons.microscope import key
from ui.lessons.microscope.charts import along_a_weight
from ui.lessons.microscope.session import Session, current
from ui.visitor import workers

AXES = {
    4: ("Row", "Column", "From map", "To map"),
    2: ("From unit", "To unit"),
    1: ("Of unit",),
}
DIRECTIONS = {"Up": 1, "Down": -1, "Not at all": 0}
COUNT = sum(math.prod(shape) for shape in SHAPES.values())
SPANS = [0.01, 0.05, 0.1, 0.5, 1.0]


@part
def show() -> None:
    """Let a weight be picked and a guess be made; then look at it."""
    session = current()
    st.markdown(
        "A gradient is a claim: *move this weight a little, and the loss changes by "
        f"so much*. Pick any of the {COUNT:,} weights and see whether it holds."
    )
    place, index = pick()
    variable = session.recording.variables[place]
    gradient = None if variable.gradient is None else float(variable.gradient[index])
    told = "None" if gradient is None else number(gradient, 5)
    answer = st.pills(
        f"It is **{number(float(variable.value[index]), 5)}**, and the tape says that "
        f"its gradient is **{told}**. Which way does step {session.before.step + 1} "
        "move it?",
        list(DIRECTIONS),
        # Another step, weight or choice is another question.
        key=key(f"direction_{session.choice}_{session.before.step}_{place}_{index}"),
    )
    if not answer:
        return
    span = st.select_slider(
        "How far to either side",
        SPANS,
        value=0.5,
        key=key("span"),
        width=260,
        persist_state="session",
    )
    look(session, place, index, span, answer, gradient)
    with st.expander("The code that tries the values"):
        code_box("lenet.microscope.one_weight:weight_curve")


def pick() -> tuple[int, tuple[int, ...]]:
    """Let one weight be picked: its array, and its place in there."""
    names = list(SHAPES)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "Weights", names, key=key("glass_of"), width=200, persist_state="session"
        )
        shape = SHAPES[name]
        index = tuple(
            int(
                st.number_input(
                    axis,
                    0,
                    size - 1,
                    key=key(f"glass_{name}_{axis}"),
                    width=130,
                    persist_state="session",
                )
            )
            for axis, size in zip(AXES[len(shape)], shape, strict=True)
        )
    return names.index(name), index


def look(
    session: Session,
    place: int,
    index: tuple[int, ...],
    span: float,
    answer: str,
    gradient: float | None,
) -> None:
    """Show the loss along this weight, and where the step has moved it."""
    recording = session.recording
    variable = recording.variables[place]
    with st.spinner("TensorFlow tries other values of it …"):
        glass: WeightCurve = workers.call(
            "lenet.microscope.one_weight:weight_curve",
            session.before.weights,
            recording.images,
            recording.labels,
            place,
            index,
            span,
            seconds=60.0,
        )
    moved = float(variable.update[index])
    went = next(name for name, sign in DIRECTIONS.items() if sign == sign_of(moved))
    verdict(answer == went, f"it went **{went.lower()}**, by {number(moved, 3)}.")
    with st.grid(4, min_column_width=130):
        st.metric("Value before", number(glass.value, 5))
        st.metric("Moved by", number(moved, 3))
        st.metric(
            "Gradient by the tape", "None" if gradient is None else number(gradient, 5)
        )
        st.metric("By finite differences", number(glass.gradient, 5))
    st.plotly_chart(
        along_a_weight(glass, gradient, glass.value + moved),
        key=key("glass"),
        config=CONFIG,
        alt="The batch's loss for other values of this weight, and the tape's tangent",
    )
    st.caption(
        "The curve is the loss of this batch, in float64, with this weight set to "
        "each value and all others as they are. The straight line is the tape's claim."
    )
    doubts(session, glass, gradient, moved)


def doubts(
    session: Session, glass: WeightCurve, gradient: float | None, moved: float
) -> None:
    """Say why tape and finite differences may disagree, where they do."""
    if gradient is None:
        st.info("The tape gave **None**: this weight lies on no way to the loss.")
    if glass.kink:
        st.info(
            "The curve has a corner here: its slope is "
            f"{number(glass.left, 5)} below the value and {number(glass.right, 5)} "
            "above it. A ReLU makes such a corner where its input is exactly 0. "
            "The tape takes one side, finite differences the mean of both."
        )
    if not np.isclose(session.recording.loss, glass.loss, rtol=1e-4, atol=1e-6):
        st.info(
            f"The curve is the loss of the model alone, {number(glass.loss, 5)}. The "
            f"step takes another: {number(session.recording.loss, 5)}."
        )
    elif gradient and not glass.kink and differs(gradient, glass.gradient):
        st.info(
            "The tape computes in float32: of a gradient this small it has few digits."
        )
    if gradient and moved == 0:
        st.info(
            "It did not move: float32 has about 7 digits, and an update much smaller "
            "than the weight is rounded away."
        )


def differs(gradient: float, difference: float) -> bool:
    """Tell whether two slopes differ by more than a thousandth."""
    return not np.isclose(gradient, difference, rtol=1e-3, atol=0, equal_nan=True)


def sign_of(value: float) -> int:
    """Give 1, -1 or 0; what is no number goes nowhere."""
    return int(value > 0) - int(value < 0)
