"""What the optimizer made of the gradient: Keras beside the formula."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from lenet.microscope import formulas
from lenet.microscope.symptoms import USUAL_RATIO
from lenet.results.recording import VariableStep
from lenet.results.summary import rms
from lenet.weights.file import SHAPES
from ui.components import html, pixels
from ui.components.charts import CONFIG
from ui.components.code import runs_here, show_function
from ui.components.fragments import part
from ui.components.numbers import figure
from ui.lessons.microscope import charts, key
from ui.lessons.microscope.batches import next_batches, record_next
from ui.lessons.microscope.session import Session, current
from ui.lessons.microscope.sizes import Sizes
from ui.visitor import workers

QUANTITIES: dict[str, Callable[[Sizes], float]] = {
    "Update / weight": lambda sizes: sizes.ratio,
    "Weight": lambda sizes: sizes.value,
    "Gradient": lambda sizes: sizes.gradient,
    "Update": lambda sizes: sizes.update,
}


@part
def show() -> None:
    """Show one weight array's update by the formula, and all sizes over the steps."""
    session = current()
    names = [variable.name for variable in session.recording.variables]
    name = st.selectbox(
        "Weights",
        names,
        key=key("update_of"),
        width=260,
        persist_state="session",
    )
    index = names.index(name)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        computed_again(session, index)
    with right:
        formula = workers.source(
            f"lenet.microscope.formulas:{session.choice.optimizer}"
        )
        show_function(formula, caption=runs_here(formula))
    st.html(html.box(html.row(pictures(session.recording.variables[index]))))
    st.subheader("Step by step")
    next_batches()
    over_the_steps(session)
    record_next()


def computed_again(session: Session, index: int) -> None:
    """Compute the update from its formula, beside what Keras applied."""
    variable = session.recording.variables[index]
    if variable.gradient is None:
        st.info(
            "The tape returned **None** for these weights. Keras does not change them."
        )
        return
    formula = formulas.explain(
        session.before,
        variable.gradient,
        index,
        formulas.learning_rate_of(session.after),
    )
    difference = float(np.abs(formula["update"] - variable.update).max())
    steps = {"weight": variable.value, "gradient": variable.gradient, **formula}
    rows = [
        (
            name,
            figure(rms(values)),
            figure(float(values.min())),
            figure(float(values.max())),
        )
        for name, values in steps.items()
    ]
    applied = (
        "update by Keras",
        figure(rms(variable.update)),
        figure(float(variable.update.min())),
        figure(float(variable.update.max())),
    )
    st.html(
        html.box(
            html.headline(agreement(session, variable, difference)),
            html.table(
                ("Each per weight", "RMS", "min", "max"),
                [*rows, applied],
                "The formula, step by step",
            ),
        )
    )


def agreement(session: Session, variable: VariableStep, difference: float) -> str:
    """Return how near the formula comes to Keras, and why not nearer (HTML)."""
    size = rms(variable.update)
    told = (
        f"In step {session.before.step + 1} the formula's update and Keras's differ by "
        f"<b>{figure(difference, 2)}</b> at most; the update is {figure(size)} (RMS)."
    )
    if difference > size / 100:
        told += (
            " A weight has about 7 digits in float32. An update much smaller than "
            "its weight loses most of its digits when it is applied."
        )
    return told


def pictures(variable: VariableStep) -> list[str]:
    """Show weights, gradient and update, each on its own diverging scale."""
    shown = {
        "Weights": variable.value,
        "Gradient": variable.gradient,
        "Update": variable.update,
    }
    return [
        html.picture(
            values,
            name,
            scale=pixels.DIVERGING,
            layout=pixels.weights,
            width=300,
            height=320,
        )
        for name, values in shown.items()
        if values is not None
    ]


def over_the_steps(session: Session) -> None:
    """Draw a size of each weight array over the steps recorded last."""
    quantity = st.segmented_control(
        "Root mean square per weight of",
        list(QUANTITIES),
        default="Update / weight",
        required=True,
        key=key("size_of"),
        persist_state="session",
    )
    now = session.before.step
    steps = sorted(step for step in session.sizes if step <= now)
    series = {
        name: [QUANTITIES[quantity](session.sizes[step][name]) for step in steps]
        for name in SHAPES
    }
    usual = USUAL_RATIO if quantity == "Update / weight" else None
    st.plotly_chart(
        charts.sizes([step + 1 for step in steps], series, quantity, usual),
        key=key("sizes"),
        config=CONFIG,
        alt=f"{quantity} of each weight array over the steps, on a log axis",
    )
    st.caption(
        "The mean is taken per weight, so layers with many weights and layers with "
        "few can be compared. A log axis cannot show zeros, and biases start at zero. "
        f"For update / weight, a dotted line marks the usual size, {USUAL_RATIO:g}."
    )
