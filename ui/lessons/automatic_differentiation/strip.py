"""The three witnesses beside each other, as a small table."""

import math

import streamlit as st

from lenet.results.derivatives import Derivatives
from ui.components.numbers import number
from ui.components.tables import table
from ui.lessons.automatic_differentiation.agreement import agreement

TAPE, SYMBOLIC, DIFFERENCE = "The tape", "SymPy", "Finite difference"
NO_VALUE = "no value"
DIGITS = 7
NAMES = ("x", "y")


def show_strip(found: Derivatives) -> None:
    """Show each derivative by the tape, by SymPy and by the finite difference."""
    if not found.has_value:
        st.info(
            "The formula has no value among the real numbers at this point, or one "
            "too large for float64. Move x or y.",
            icon=":material/block:",
        )
    table(
        [
            {
                "": f"d/d{name}",
                TAPE: written(found.tape[index]),
                SYMBOLIC: written(found.symbolic[index]),
                DIFFERENCE: written(found.difference[index]),
            }
            for index, name in enumerate(NAMES)
        ]
    )
    if found.has_value:
        st.markdown("\n".join(sentences(found)))


def sentences(found: Derivatives) -> list[str]:
    """Return how far the witnesses agree on each derivative, as a list's lines."""
    by_x, by_y = (agreement(found, index) for index in range(len(NAMES)))
    if by_x == by_y:
        return [f"- {by_x}"]
    return [f"- **d/dx**: {by_x}", f"- **d/dy**: {by_y}"]


def show_formulas(found: Derivatives) -> None:
    """Show SymPy's derivatives as formulas."""
    for name, formula in zip(NAMES, found.formulas, strict=True):
        if formula:
            st.latex(rf"\frac{{\partial f}}{{\partial {name}}} = {formula}")
        else:
            st.caption(f"SymPy's derivative by {name} is too long to read.")


def written(value: float, digits: int = DIGITS) -> str:
    """Return a number, or that there is none."""
    return NO_VALUE if math.isnan(value) else number(value, digits)
