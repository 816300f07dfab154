"""Faults made on purpose in a Session: the message, the line to read, the fix."""

from collections import Counter

import streamlit as st

from lenet.graphs.errors import FAULTS
from lenet.results.session_errors import CHECK, KERNEL, NOWHERE, PHASES, Attempt
from lenet.source import Source
from ui.components import code
from ui.components.code import runs_here, show_function
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.messages import RAISED, READ, show_message
from ui.components.numbers import counted
from ui.components.pills import one_by_title, titles_of
from ui.components.questions import Asked, ask
from ui.components.snippets import output
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import fixes, key, runs
from ui.lessons.sessions_vs_eager.errors.questions import question
from ui.lessons.sessions_vs_eager.tabs import ERRORS, close
from ui.visitor import workers

SESSION = "session"  # these fixes, among those of the page
SECONDS = 30.0


@part
def show() -> None:
    """Show a choice of faults, a question, how the program ended, and the fix."""
    fault = one_by_title(
        "Choose a fault. The program runs in a Session.",
        titles_of(FAULTS),
        key("fault"),
        help=explain("session", "placeholder", "feed", "fetch", "op kernel"),
    )
    st.markdown(FAULTS[fault].what)
    ran = run(fault) if runs.begun(fault) else None
    program, prediction = st.columns(2, gap="medium")
    with prediction:
        if show_question(fault, ran).is_again:
            ran = None
    with program:
        show_program(fault, ran)
        if ran:
            st.markdown("\n".join(f"- {line}" for line in guide(ran)))
    if ran:
        show_end(ran)
        show_fix(fault)
    close(ERRORS, *(showed(fault, ran) if ran else ()))


def run(fault: str, fixed: bool = False) -> Attempt:
    """Return how a program ended, with its fault or fixed, once for all visitors."""
    with waiting("Running the program", code.HEIGHT):
        ended: Attempt = workers.recall(
            "lenet.graphs.errors.attempts:run_fault",
            fault,
            fixed=fixed,
            seconds=SECONDS,
        )
    return ended


def show_question(fault: str, ran: Attempt | None) -> Asked:
    """Show the question and the button; a run answers the question."""
    asked = ask(
        question(fault, ran.phase if ran else ""), run=runs.begun(fault) or fault
    )
    if ran:
        asked.reveal(ran.phase, ended(ran))
    runs.button(fault, "Build the graph and run it in a Session.")
    return asked


def show_program(fault: str, ran: Attempt | None) -> None:
    """Show the program; after its run, its fault is lit and the line that raised."""
    with waiting("The code is being read", code.HEIGHT):
        source = ran.source if ran else workers.source(FAULTS[fault].code)
    show_lit(source, ran)


def show_lit(source: Source, ran: Attempt | None) -> None:
    """Show a program; light the lines that differ from the other program's."""
    marks: dict[int, list[str]] = {}
    if ran:
        for line in ran.changed:
            marks.setdefault(line, []).append(READ)
        if ran.raised:
            marks.setdefault(ran.raised, []).append(RAISED)
    show_function(source, marks, caption=runs_here(source))


def show_end(ran: Attempt) -> None:
    """Show the message, and which line of it to read, or the wrong result."""
    if ran.message is None:
        st.markdown(":gray-badge[returned] There is no message, only this result:")
        st.html(output(ran.returned))
        return
    st.markdown(":blue-badge[read this] The lit line describes what went wrong.")
    show_message(ran.message)


def guide(ran: Attempt) -> list[str]:
    """Return which lines of the program matter, a line of Markdown for each."""
    lines = [f":blue-badge[the fault] `{ran.line(each)}`" for each in ran.changed]
    if ran.missing:
        below = ran.line(ran.missing)
        lines.append(f":blue-badge[the fault] A line is missing above `{below}`.")
    if ran.raised:
        lines.append(f":red-badge[raised the error] `{ran.line(ran.raised)}`")
    if ran.made:
        lines.append(
            f":gray-badge[made the node] `{ran.line(ran.made)}`. Only the message "
            "names this line."
        )
    return lines


def show_fix(fault: str) -> None:
    """Show the fix on request: the code, with the difference lit, and its result."""
    if not fixes.offer(SESSION, fault, "Change the program, and run it again."):
        return
    repaired = run(fault, fixed=True)
    st.markdown(f"**Fix:** {FAULTS[fault].fix}")
    program, result = st.columns(2, gap="medium")
    with program:
        show_lit(repaired.source, repaired)
    with result:
        st.markdown(":green-badge[:material/check: returned]")
        st.html(output(repaired.returned))
        lines = counted(len(repaired.changed), "line")
        st.caption(f"New or changed: {lines} of the program.")


def ended(ran: Attempt) -> str:
    """Return in a sentence where a program failed."""
    if ran.phase == NOWHERE:
        return f"It returned `{ran.returned}` without an error."
    return f"It failed **{ran.phase}**, at `{ran.line(ran.raised)}`."


def showed(fault: str, ran: Attempt) -> list[str]:
    """Return what the runs showed: this fault, and all that the visitor has run."""
    lines = [f"**{FAULTS[fault].title}**: {ended(ran)}"]
    if fault in fixes.applied(SESSION):
        result = run(fault, fixed=True).returned
        lines.append(f"**Fix:** {FAULTS[fault].fix} The result is then `{result}`.")
    phases = Counter(run(name).phase for name in FAULTS if runs.begun(name))
    found = "; ".join(
        f"**{phases[phase]}** {phase}" for phase in PHASES if phases[phase]
    )
    lines.append(f"The faults that you ran, by where they failed: {found}.")
    if ran.phase in (CHECK, KERNEL):
        lines.append(
            "What a session is fed, is asked for and has initialised is known only in "
            "`session.run`, so this fault shows there. In eager execution nothing "
            "runs later: an operation fails at its own line."
        )
    return lines
