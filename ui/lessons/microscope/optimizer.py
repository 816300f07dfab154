"""The optimizer's update: computed by its formula, beside Keras's."""

import numpy as np
import streamlit as st

from lenet.microscope import formulas
from lenet.microscope.symptoms import USUAL_RATIO
from lenet.results.paradigms import both_names
from lenet.results.recording import VariableStep
from lenet.results.summary import largest_difference, rms
from ui.components import html, pixels
from ui.components.closing import show_closing
from ui.components.code import runs_here, show_function
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.numbers import counted, decimal, figure, number
from ui.lessons.microscope import TABS, key, picks
from ui.lessons.microscope.batches import next_batches, record_next
from ui.lessons.microscope.optimizer_question import ask_further
from ui.lessons.microscope.over_the_steps import over_the_steps
from ui.lessons.microscope.panels.variables import CLICK, layout_note
from ui.lessons.microscope.session import Session, current
from ui.lessons.microscope.whole_step import kernel_ratios
from ui.visitor import workers

TITLE = "The optimizer"
PICTURES = key("pictures")


@part
def show() -> None:
    """Show one weight array's update by the formula, and all sizes over the steps."""
    session = current()
    st.markdown(
        "The gradient says in which direction the loss rises. The optimizer decides "
        "how far each weight moves in the other direction. Keras's update is here "
        "beside the same update, computed from the optimizer's formula.",
        help=explain("gradient", "optimizer", "learning rate", "RMS"),
    )
    index = choose_weights(session)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        computed_again(session, index)
    with right:
        formula = workers.source(
            f"lenet.microscope.formulas:{session.choice.optimizer}"
        )
        show_function(formula, caption=runs_here(formula))
    variable = session.recording.variables[index]
    with st.container(key=PICTURES):
        st.html(html.box(html.row(pictures(variable))))
    picks.listen_in(PICTURES)
    st.caption(
        f"{layout_note(variable.value.shape)} Each picture has its own scale. {CLICK}"
    )
    st.subheader("Step by step")
    ask_further(session)
    next_batches()
    over_the_steps(session)
    earned = showed(session) if len(session.sizes) > 1 else ()
    show_closing(earned, TABS, next_tab="One weight")
    record_next()


def choose_weights(session: Session) -> int:
    """Return the index of the weight array that the visitor chooses."""
    names = [variable.name for variable in session.recording.variables]
    name = st.selectbox(
        "Weights",
        names,
        format_func=both_names,
        key=key("update_of"),
        width=260,
        bind="query-params",
        help="The weight array that the table and the pictures show. A kernel holds "
        "a layer's weights, a bias one number for each output.",
    )
    return names.index(name)


def computed_again(session: Session, index: int) -> None:
    """Compute the update from its formula, beside the one that Keras applied."""
    variable = session.recording.variables[index]
    if variable.gradient is None:
        st.info(
            "The tape returned **None** for these weights. Keras does not change them."
        )
        return
    formula = by_formula(session, index)
    arrays = {"weight": variable.value, "gradient": variable.gradient, **formula}
    arrays["update by Keras"] = variable.update
    difference = largest_difference([formula["update"]], [variable.update])
    st.html(
        html.box(
            html.headline(agreement(session, variable, difference)),
            html.table(
                ("For one weight", "RMS", "min", "max"),
                [sizes_row(name, values) for name, values in arrays.items()],
                "The formula, step by step",
            ),
        )
    )


def by_formula(session: Session, index: int) -> dict[str, np.ndarray]:
    """Return the steps of the optimizer's formula for one weight array."""
    gradient = session.recording.variables[index].gradient
    assert gradient is not None
    rate = formulas.learning_rate_of(session.after)
    return formulas.explain(session.before, gradient, index, rate)


def sizes_row(name: str, values: np.ndarray) -> tuple[str, ...]:
    """Return an array's name with its typical size, minimum and maximum (HTML)."""
    numbers = rms(values), float(values.min()), float(values.max())
    return (name, *map(figure, numbers))


def agreement(session: Session, variable: VariableStep, difference: float) -> str:
    """Return how near the formula comes to Keras, and why not nearer (HTML)."""
    size = rms(variable.update)
    text = (
        f"In step {session.before.step + 1} the formula's update and Keras's differ by "
        f"<b>{figure(difference, 2)}</b> at most. The update is {figure(size)} (RMS)."
    )
    if difference > size / 100:
        text += (
            " A weight has about 7 digits in float32. An update much smaller than "
            "its weight loses most of its digits when it is applied."
        )
    return text


def pictures(variable: VariableStep) -> list[str]:
    """Return weights, gradient and update as pictures, each on its own scale."""
    arrays = {
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
            pick=f"weight {variable.name}",
        )
        for name, values in arrays.items()
        if values is not None
    ]


def showed(session: Session) -> list[str]:
    """Return what the recorded steps showed, in their own numbers."""
    recording = session.recording
    differences = [
        largest_difference([by_formula(session, index)["update"]], [variable.update])
        for index, variable in enumerate(recording.variables)
        if variable.gradient is not None
    ]
    return [
        f"You recorded {counted(len(session.sizes), 'step')} with "
        f"**{session.choice.optimizer}**. In step {session.before.step + 1} the "
        "updates by its formula and those by Keras differ by at most "
        f"{number(max(differences, default=0.0), 2)}, over all weights.",
        f"In this step {kernel_ratios(recording)} For a kernel, "
        f"{decimal(USUAL_RATIO)} is usual, and a tenth is a warning.",
        "New biases are zero, so their first updates are large relative to them.",
    ]
