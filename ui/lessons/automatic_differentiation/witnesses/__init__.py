"""Three witnesses: one derivative by the tape, by SymPy and by a difference."""

import streamlit as st

from lenet.results.derivatives import DTYPES, DifferenceErrors
from ui.components.charts import CONFIG
from ui.components.choices import one_in_a_row, one_of_few
from ui.components.code import HEIGHT, code_boxes
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.questions import ask
from ui.components.waiting import waiting
from ui.lessons.automatic_differentiation import key, runs
from ui.lessons.automatic_differentiation.formula import (
    Chosen,
    choose,
    derivatives,
)
from ui.lessons.automatic_differentiation.strip import show_formulas, show_strip
from ui.lessons.automatic_differentiation.tabs import WITNESSES, close
from ui.lessons.automatic_differentiation.witnesses.chart import error_chart
from ui.lessons.automatic_differentiation.witnesses.questions import (
    OFFERED,
    best_offered,
    question,
    truth,
    write,
)
from ui.lessons.automatic_differentiation.witnesses.verdicts import showed, why_not
from ui.visitor import workers

EPSILONS = [10.0**-exponent for exponent in range(1, 13)]
PIECES = {
    "The tape": "lenet.autodiff.expression.by_tensorflow:value_and_gradients",
    "SymPy": "lenet.autodiff.expression.by_sympy:derivatives",
    "Finite difference": "lenet.autodiff.expression.by_difference:central_differences",
    "The formula, by TensorFlow": "lenet.autodiff.expression.by_tensorflow:evaluate",
    "The formula, by SymPy": "lenet.autodiff.expression.by_sympy:sympy_of",
}


@part
def show() -> None:
    """Ask for the best epsilon; show the witnesses, and the difference's errors."""
    st.markdown(
        "The derivative of one formula in three ways. The tape multiplies the "
        "derivatives of single operations. SymPy derives a new formula. A finite "
        "difference only computes the formula twice, **epsilon** to the left and to "
        "the right.",
        help=explain("tape", "gradient", "finite difference"),
    )
    chosen = choose()
    if chosen is None:
        close(WITNESSES)
        return
    name, epsilon = choose_difference()
    with waiting("Computing the derivatives", HEIGHT):
        found = derivatives(chosen, epsilon)
    values, code = st.columns(2, gap="medium")
    with values:
        show_strip(found)
        show_formulas(found)
    with code:
        code_boxes(PIECES, key=key("witnesses_code"))
    errors = show_errors(chosen, name, epsilon)
    close(
        WITNESSES,
        *(showed(errors, found, name, epsilon) if errors else ()),
        chosen=chosen.code(formula="tf", symbolic="sympy"),
    )


def choose_difference() -> tuple[str, float]:
    """Return by which variable, and over which epsilon, the difference is taken."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        name = one_of_few(
            "Derivative by", ("x", "y"), key("by"), "The errors below are of this one."
        )
        epsilon = one_in_a_row(
            "epsilon",
            EPSILONS,
            1e-5,
            key("epsilon"),
            explain("finite difference"),
            write,
        )
    return name, epsilon


def show_errors(chosen: Chosen, name: str, epsilon: float) -> DifferenceErrors | None:
    """Show the questions and the button; then the errors, if there are any."""
    st.subheader("Which epsilon is the best?")
    what = ("errors", chosen.text, name)
    number_of_run = runs.begun(what) or what
    asked = {}
    for column, dtype in zip(st.columns(2, gap="medium"), DTYPES, strict=True):
        with column:
            asked[dtype] = ask(question(dtype), run=number_of_run)
    runs.button(
        what,
        "Compute the difference with many an epsilon, and compare it with SymPy.",
        "Compare with SymPy",
        name="errors",
    )
    is_again = any(each.is_again for each in asked.values())
    if not runs.begun(what) or is_again:
        return None
    errors = difference_errors(chosen, name)
    if said := why_not(errors):
        st.info(f"{said} Move x or y, or change the formula.", icon=":material/block:")
        return None
    for dtype, each in asked.items():
        said = truth(errors, dtype, chosen.x, chosen.y)
        each.reveal(best_offered(errors, dtype), said)
    st.plotly_chart(
        error_chart(errors, epsilon),
        key=key("errors_chart"),
        config=CONFIG,
        alt="Error of the finite difference over epsilon, in float32 and float64",
    )
    return errors


@st.cache_data(show_spinner=False, max_entries=200)
def difference_errors(chosen: Chosen, name: str) -> DifferenceErrors:
    """Return the errors of the finite difference, by epsilon."""
    errors: DifferenceErrors = workers.call(
        "lenet.autodiff.expression:difference_errors",
        chosen.text,
        chosen.x,
        chosen.y,
        name,
    )
    return errors


assert set(OFFERED) <= set(EPSILONS)
