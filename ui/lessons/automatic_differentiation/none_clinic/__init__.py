"""The None clinic: run code whose gradient is None, name the cause, and cure it."""

import streamlit as st

from lenet.autodiff.none_clinic import CASES
from lenet.results.none_clinic import Examined
from ui.components import code
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.pills import one_by_title, titles_of
from ui.components.questions import ask
from ui.components.waiting import waiting
from ui.lessons.automatic_differentiation import fixes, key, runs
from ui.lessons.automatic_differentiation.none_clinic.questions import question
from ui.lessons.automatic_differentiation.none_clinic.verdicts import truth
from ui.lessons.automatic_differentiation.none_clinic.views import (
    show_code_of,
    show_evidence,
    show_gradient,
    show_graph_of,
)
from ui.lessons.automatic_differentiation.tabs import NONE_CLINIC, close
from ui.visitor import workers

CLINIC = "none_clinic"  # these fixes, among those of the page
SECONDS = 60.0


@part
def show() -> None:
    """Show a choice of patients; run one, name the cause, and apply the fix."""
    case = one_by_title(
        "Choose a patient. Each asks a tape for a gradient, and gets `None`.",
        titles_of(CASES),
        key("patient"),
        help=explain("tape", "gradient", "target", "source"),
    )
    st.markdown(CASES[case].what)
    ran = examined(case) if runs.begun(case) else None
    program, chart = st.columns(2, gap="medium")
    with chart:
        runs.button(case, "Run the code, and look at what its tape recorded.")
        if ran:
            show_gradient(ran)
            show_evidence(ran)
    is_named = show_question(case, ran) if ran else False
    with program:
        show_program(case, ran, is_named=is_named)
    if ran and is_named:
        show_cause_and_fix(case, ran)
    close(NONE_CLINIC, *(showed(case, ran) if ran and is_named else ()))


def examined(case: str, *, fixed: bool = False) -> Examined:
    """Return what a run of a case showed, once for all visitors."""
    with waiting("Running the code", code.HEIGHT):
        ran: Examined = workers.recall(
            "lenet.autodiff.none_clinic.examining:examine_case",
            case,
            fixed=fixed,
            seconds=SECONDS,
        )
    return ran


def show_program(case: str, ran: Examined | None, *, is_named: bool) -> None:
    """Show the code; once the cause is named, the line where the gradient ends."""
    with waiting("The code is being read", code.HEIGHT):
        source = ran.source if ran else workers.source(CASES[case].code)
    lines = (ran.line,) if ran and is_named else ()
    show_code_of(source, lines)


def show_question(case: str, ran: Examined) -> bool:
    """Show the question of the cause; return whether its answer is shown."""
    asked = ask(question(case, ran.cause), run=runs.begun(cause_of(case)) or case)
    runs.button(
        cause_of(case),
        "Show where the gradient ends, and why.",
        "Show the cause",
        name="show_cause",
    )
    if not runs.begun(cause_of(case)) or asked.is_again:
        return False
    asked.reveal(ran.cause, truth(ran))
    return True


def cause_of(case: str) -> tuple[str, str]:
    """Return what the button of the cause runs: see `Runs`."""
    return CLINIC, case


def show_cause_and_fix(case: str, ran: Examined) -> None:
    """Show the graph with the edge that no tape has; on request, the fixed code."""
    broken, whole = st.columns(2, gap="medium")
    with broken:
        show_graph_of(ran, key("none_graph_broken"))
    with whole:
        if not fixes.offer(CLINIC, case, "Change the code, and run it again."):
            return
        cured = examined(case, fixed=True)
        show_graph_of(cured, key("none_graph_fixed"))
    st.markdown(f"**Fix:** {CASES[case].fix}")
    program, result = st.columns(2, gap="medium")
    with program:
        show_code_of(cured.source, cured.changed)
    with result:
        show_gradient(cured)


def showed(case: str, ran: Examined) -> list[str]:
    """Return what the runs showed: this patient, and how many are cured."""
    lines = [f"**{CASES[case].title}**: {truth(ran)}"]
    cured = fixes.applied(CLINIC)
    if case in cured:
        gradient = examined(case, fixed=True).gradient
        lines.append(f"**Fix:** {CASES[case].fix} The gradient is then `{gradient}`.")
    lines.append(
        f"You have cured **{len(cured)}** of {len(CASES)} patients. To find a cause, "
        "follow the values from the source to the target. Stop where they do not go "
        "on, or at the first step that the tape did not record, or that has no "
        "derivative."
    )
    return lines
