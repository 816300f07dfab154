"""The code of a comparison: the five ways, or a bug beside the right code."""

import streamlit as st

from lenet.results.fit_and_loop import (
    EAGER_FIT,
    FIT,
    LOOP,
    ON_BATCH,
    OWN_STEP,
    STEP,
    Blame,
    Comparison,
)
from lenet.source import Source
from ui.components.code import HEIGHT, code_boxes, runs_here, show_function
from ui.components.messages import READ
from ui.components.waiting import waiting
from ui.lessons.automatic_differentiation import key
from ui.visitor import workers

CODE = "lenet.autodiff.fit_and_loop"
PIECES = {
    LOOP: f"{CODE}.ways:tape_loop",
    "Its step": STEP,
    FIT: f"{CODE}.ways:fit",
    EAGER_FIT: f"{CODE}.ways:fit_eagerly",
    ON_BATCH: f"{CODE}.ways:on_batch",
    OWN_STEP: f"{CODE}.ways:OwnStep",
}


def show_code_of(bug: str | None, found: Comparison | None) -> None:
    """Show the code that runs; after the run, light the line to blame."""
    if bug is None:
        code_boxes(PIECES, key=key("fit_code"))
        return
    with waiting("The code is being read", HEIGHT):
        blame: Blame = workers.recall(f"{CODE}:blame", bug)
    wrong, right = st.columns(2, gap="medium")
    with wrong:
        st.markdown("**With the bug**")
        lines = blame.wrong_lines or (blame.below - 1,)
        show_lit(blame.wrong, lines if found else ())
        if found and not blame.wrong_lines:
            st.caption("A line is missing below the lit one.")
    with right:
        if found:
            st.markdown("**Without it**")
            show_lit(blame.right, blame.right_lines)
        else:
            st.markdown("**Which line is to blame?**")
            st.caption("Compare, and the line is lit, beside the right code.")


def show_lit(source: Source, lines: tuple[int, ...]) -> None:
    """Show code with some of its lines lit."""
    marks = {line: [READ] for line in lines}
    show_function(source, marks, caption=runs_here(source))
