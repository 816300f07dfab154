"""What the optimizer made of the gradient: Keras beside the formula."""

import numpy as np
import streamlit as st

from lenet import formulas
from lenet.frames import VariableStep
from lenet.summaries import rms
from lenet.weights_file import SHAPES
from ui import charts, pixels, workers
from ui.lit_code import description, show_code
from ui.microscope import pieces, transport
from ui.microscope.session import Session, current
from ui.microscope.wording import figure
from ui.parts import part

KERNELS = [name for name in SHAPES if name.endswith("kernel")]


@part
def show() -> None:
    """Show one weight array's update by the formula, and all their ratios."""
    session = current()
    names = [variable.name for variable in session.recording.variables]
    name = st.selectbox(
        "Weights",
        names,
        key="update_of",
        width=260,
        persist_state="session",
    )
    place = names.index(name)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        computed_again(session, place)
    with right:
        formula = workers.source(f"lenet.formulas:{session.choice.optimizer}")
        show_code(formula, folded=description(formula.text))
        st.caption(f"`{formula.file}`, line {formula.line}: the code that runs here")
    st.subheader("Update beside weight, step by step")
    transport.more()
    ratios(session)


def computed_again(session: Session, place: int) -> None:
    """Compute the update from its formula, beside what Keras applied."""
    variable = session.recording.variables[place]
    if variable.gradient is None:
        st.info("The tape gave **None** for these weights, so Keras leaves them alone.")
        return
    formula = formulas.explain(
        session.before,
        variable.gradient,
        place,
        formulas.learning_rate(session.after),
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
        pieces.part(
            pieces.headline(
                f"In step {session.before.step + 1} the formula's update and Keras's "
                f"differ by <b>{difference:.1e}</b> at most"
                f"{_share(difference, variable)}."
            ),
            pieces.table(
                ("Each per weight", "RMS", "min", "max"),
                [*rows, applied],
                "The formula, step by step",
            ),
            pieces.row(pictures(variable)),
        )
    )


def pictures(variable: VariableStep) -> list[str]:
    """Show weights, gradient and update, each on its own diverging scale."""
    shown = {
        "Weights": variable.value,
        "Gradient": variable.gradient,
        "Update": variable.update,
    }
    return [
        pieces.picture(
            values,
            name,
            scale=pixels.DIVERGING,
            layout=pixels.weights,
            width=216,
            height=320,
        )
        for name, values in shown.items()
        if values is not None
    ]


def ratios(session: Session) -> None:
    """Draw |update| / |weight| of each kernel over the steps recorded last."""
    now = session.before.step
    steps = sorted(step for step in session.taken if step <= now)
    series = {
        name: [session.taken[step].ratios.get(name, np.nan) for step in steps]
        for name in KERNELS
    }
    st.plotly_chart(
        charts.update_ratios([step + 1 for step in steps], series),
        key="ratios",
        config=charts.CONFIG,
        alt="Update over weight of each kernel, as root mean squares, over the steps",
    )
    st.caption(
        "Root mean squares per weight, on a log axis: a layer with many weights does "
        "not look strong for that alone. The dotted line is 0.001, about usual."
    )


def _share(difference: float, variable: VariableStep) -> str:
    size = rms(variable.update)
    return f", {difference / size:.0e} of its size" if size else ""
