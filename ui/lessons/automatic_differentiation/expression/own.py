"""TensorFlow's own chain rule: a gradient function, and what it ran."""

import streamlit as st

from lenet.results.chain import Call, Chain, Operation
from lenet.source import Source
from ui.components.code import show_function, where
from ui.components.html import box, note, table
from ui.components.numbers import counted
from ui.lessons.automatic_differentiation.grids import brief
from ui.visitor import workers

HEADS = ("Operation", "Inputs", "Output")
NONE_RAN = (
    "It ran no operation: what arrives is what it passes on, as both derivatives are 1."
)


def show_own(chain: Chain, position: int) -> None:
    """Show the gradient function of the current step, and the operations it ran."""
    step = chain.steps[position - 1] if position else None
    st.subheader("TensorFlow's own chain rule")
    if not isinstance(step, Call):
        st.caption(
            "The source of the gradient function, and the operations that it runs, "
            "stand here at each step that calls one."
        )
        return
    code, operations = st.columns([3, 2], gap="medium")
    with code:
        show_source(step.kind)
    with operations:
        count = counted(len(step.ran), "operation")
        st.markdown(f"This call ran **{count}**.")
        st.html(box(_operations(step.ran) if step.ran else note(NONE_RAN)))


def show_source(kind: str) -> None:
    """Show the gradient function that TensorFlow's registry has for a kind."""
    source: Source | None = workers.recall(
        "lenet.autodiff.chain:gradient_function", kind
    )
    if source is None:
        st.info(f"{kind} is registered as an operation without a derivative.")
        return
    show_function(source, caption=f"{where(source)}: registered for {kind}")


def _operations(ran: tuple[Operation, ...]) -> str:
    rows = [
        (
            operation.kind,
            ", ".join(map(brief, operation.inputs)),
            ", ".join(map(brief, operation.outputs)),
        )
        for operation in ran
    ]
    return table(HEADS, rows, "The operations of this call, in their order")
