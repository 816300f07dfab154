"""What a run of a rule shows: code, result or message, and what was recorded."""

from collections.abc import Sequence

import streamlit as st

from lenet.results.tape_rules import Program, RuleRun
from ui.components.code import runs_here, show_function
from ui.components.messages import RAISED, READ, show_message
from ui.components.numbers import counted
from ui.components.snippets import output
from ui.components.tables import table

MOST_LETTERS = 10  # of a large result: on a phone, more would be cut off


def show_program(program: Program, ran: RuleRun | None, *, broken: bool) -> None:
    """Show a program; the switch lights what it changed, a run the line that raised."""
    marks: dict[int, list[str]] = {}
    for line in program.changed if broken else ():
        marks.setdefault(line, []).append(READ)
    if ran and ran.raised:
        marks.setdefault(ran.raised, []).append(RAISED)
    show_function(program.source, marks, caption=runs_here(program.source))
    if broken and program.missing and not program.changed:
        below = program.text_of(program.missing)
        st.markdown(f":blue-badge[the switch] A line is missing above `{below}`.")


def show_end(ran: RuleRun) -> None:
    """Show what the program returned, or its error's message."""
    if ran.message:
        st.markdown(
            f":red-badge[raised an error] `{ran.program.text_of(ran.raised)}`\n\n"
            "The lit line of the message describes what went wrong."
        )
        show_message(ran.message)
        return
    colour = "gray" if ran.returned == "None" else "green"
    st.markdown(f":{colour}-badge[returned]")
    if len(ran.returned) > MOST_LETTERS:
        st.html(output(ran.returned))
    else:
        st.metric("returned", ran.returned, label_visibility="collapsed")


def show_evidence(ran: RuleRun) -> None:
    """Show what each tape watched, and which operations a tape recorded."""
    for tape, names in ran.watched.items():
        watched = " and ".join(f"`{name}`" for name in names) or "nothing"
        st.markdown(f"`{tape}` watched {watched}.")
    st.markdown("The operations that ran inside the block, and what a tape recorded:")
    table(
        [
            {
                "Line": f"`{ran.program.text_of(step.line)}`",
                "Operations": grouped(step.kinds),
                "On a tape": "yes" if step.taped else "no",
            }
            for step in ran.lines
        ]
    )


def grouped(kinds: Sequence[str]) -> str:
    """Return kinds of operations with their counts: "`Mul` 3 times"."""
    counts = {kind: kinds.count(kind) for kind in kinds}
    return ", ".join(
        f"`{kind}` {counted(count, 'time')}" if count > 1 else f"`{kind}`"
        for kind, count in counts.items()
    )
