"""Faults made on purpose in a Session: the message, the line to read, the fix."""

from collections import Counter

import streamlit as st

from lenet.graphs.errors import FAULTS
from lenet.results.session_errors import BUILDING, NOWHERE, PHASES, Attempt
from lenet.source import Source
from ui.components import code
from ui.components.code import runs_here, show_function
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.numbers import counted
from ui.components.questions import ask
from ui.components.snippets import output
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.errors_questions import question
from ui.lessons.sessions_vs_eager.messages import RAISED, READ, show_message
from ui.lessons.sessions_vs_eager.tabs import ERRORS, close
from ui.visitor import workers

RAN = key("errors_ran")  # the faults that the visitor has run
FIXED = key("errors_fixed")  # and those that the visitor has fixed
SECONDS = 30.0


@part
def show() -> None:
    """Show a choice of faults, a question, how the program ended, and the fix."""
    fault = st.pills(
        "Choose a fault. The program runs in a Session.",
        list(FAULTS),
        default=next(iter(FAULTS)),
        required=True,
        format_func=lambda name: FAULTS[name].title,
        key=key("fault"),
        bind="query-params",
        help=explain("session", "placeholder", "feed", "fetch", "op kernel"),
        wrap=True,
    )
    st.markdown(FAULTS[fault].what)
    ran = run(fault) if fault in st.session_state.get(RAN, ()) else None
    program, prediction = st.columns(2, gap="medium")
    with prediction:
        show_question(fault, ran)
    with program:
        show_program(fault, ran)
    if ran:
        show_end(ran)
        show_fix(fault)
    close(ERRORS, *(showed(fault, ran) if ran else ()))


def run(fault: str, fixed: bool = False) -> Attempt:
    """Return how a program ended, with its fault or fixed, once for all visitors."""
    with waiting("Running the program", code.HEIGHT):
        ended: Attempt = workers.recall(
            "lenet.graphs.errors.attempts:attempt", fault, fixed=fixed, seconds=SECONDS
        )
    return ended


def show_question(fault: str, ran: Attempt | None) -> None:
    """Show the question and the button; a run answers the question."""
    asked = ask(question(fault, ran.phase if ran else ""), run=fault)
    if ran:
        asked.reveal(ran.phase, ended(ran))
    else:
        st.button(
            "Run it",
            type="primary",
            icon=":material/play_arrow:",
            key=key("run_fault"),
            on_click=note,
            args=(RAN, fault),
            help="Build the graph and run it in a Session.",
        )


def note(kept: str, fault: str) -> None:
    """Keep that the visitor ran or fixed a fault."""
    st.session_state[kept] = {*st.session_state.get(kept, ()), fault}


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
    """Show the message or the wrong result, and which lines of the code matter."""
    st.markdown("\n".join(f"- {line}" for line in guide(ran)))
    if ran.message:
        show_message(ran.message)
    else:
        st.html(output(ran.returned))


def guide(ran: Attempt) -> list[str]:
    """Return what to read of a message, and which lines of the code matter."""
    lines = [f":blue-badge[the fault] `{ran.line(number)}`" for number in ran.changed]
    if ran.missing:
        lines.append(
            f":blue-badge[the fault] A line is missing above `{ran.line(ran.missing)}`."
        )
    if ran.message is None:
        return [*lines, ":gray-badge[returned] There is no message, only this result:"]
    read = len(ran.message.lines)
    return [
        *lines,
        f":red-badge[raised the error] `{ran.line(ran.raised)}`",
        f":blue-badge[read this] Line {ran.message.says + 1} of {read} of the message "
        "describes what went wrong.{}".format(
            " The other lit lines name the line of code that made the node."
            if ran.message.names
            else ""
        ),
    ]


def show_fix(fault: str) -> None:
    """Show the fix on request: the code, with the difference lit, and its result."""
    if fault not in st.session_state.get(FIXED, ()):
        st.button(
            "Apply the fix",
            icon=":material/build:",
            key=key("fix_fault"),
            on_click=note,
            args=(FIXED, fault),
            help="Change the program, and run it again.",
        )
        return
    fixed = run(fault, fixed=True)
    st.markdown(f"**Fix:** {FAULTS[fault].fix}")
    program, result = st.columns(2, gap="medium")
    with program:
        show_lit(fixed.source, fixed)
    with result:
        st.markdown(":green-badge[:material/check: returned]")
        st.html(output(fixed.returned))
        lines = counted(len(fixed.changed), "line")
        st.caption(f"{lines} of the program changed.")


def ended(ran: Attempt) -> str:
    """Return in a sentence where a program failed."""
    if ran.phase == NOWHERE:
        return f"It returned **{ran.returned}** without an error."
    return f"It failed **{ran.phase}**, at `{ran.line(ran.raised)}`."


def showed(fault: str, ran: Attempt) -> list[str]:
    """Return what the runs showed: this fault, and all that the visitor has run."""
    lines = [f"**{FAULTS[fault].title}**: {ended(ran)}"]
    if fault in st.session_state.get(FIXED, ()):
        result = run(fault, fixed=True).returned
        lines.append(f"**Fix:** {FAULTS[fault].fix} The result is then {result}.")
    phases = Counter(run(name).phase for name in st.session_state[RAN])
    found = ", ".join(
        f"**{phases[phase]}** {phase}" for phase in PHASES if phases[phase]
    )
    faults = counted(sum(phases.values()), "fault")
    lines.append(f"Of {faults} that you ran, these were found: {found}.")
    if phases[BUILDING] < phases.total():
        lines.append(
            "What a graph is asked to do and what it is fed is known only in "
            "`session.run`, which is far from the line with the fault. Eager "
            "execution has no such second place."
        )
    return lines
