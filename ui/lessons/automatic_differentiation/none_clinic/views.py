"""What a run of a patient shows: code, gradient, evidence and graph."""

from collections.abc import Collection

import streamlit as st

from lenet.results.none_clinic import Examined
from lenet.source import Source
from ui.components.code import runs_here, show_function
from ui.components.graph import show_graph
from ui.components.messages import READ
from ui.components.snippets import output
from ui.components.tables import table
from ui.lessons.automatic_differentiation.none_clinic.verdicts import plain, watched

MOST_LETTERS = 12  # of a large number: on a phone, more would be cut off


def show_code_of(source: Source, lines: Collection[int]) -> None:
    """Show a function, with some of its lines lit."""
    marks = {line: [READ] for line in lines if line}
    show_function(source, marks, caption=runs_here(source))


def show_gradient(ran: Examined) -> None:
    """Show what `tape.gradient` returned."""
    colour = "gray" if ran.gradient == "None" else "green"
    st.markdown(f":{colour}-badge[returned] `{ran.call}`")
    if len(ran.gradient) > MOST_LETTERS:
        st.html(output(ran.gradient))
    else:
        st.metric(ran.call, ran.gradient, label_visibility="collapsed")


def show_evidence(ran: Examined) -> None:
    """Show what the run tells, without the cause: source, tape and operations."""
    request = ran.request
    what = f"a tensor, `{request.dtype}`"
    if request.trainable is not None:
        trained = "trainable" if request.trainable else "`trainable=False`"
        what = f"a variable, `{request.dtype}`, {trained}"
    st.markdown(
        f"- Source: `{plain(request.source)}`, {what}\n"
        f"- The tape watched {watched(ran)}\n"
        "- The operations that ran:"
    )
    kinds: dict[tuple[int, bool], list[str]] = {}
    for step in ran.steps:
        kinds.setdefault((step.line, step.taped), []).append(f"`{step.kind}`")
    table(
        [
            {
                "Line": f"`{ran.text_of(line)}`",
                "On the tape": "yes" if taped else "no",
                "Operations": " ".join(kinds[line, taped]),
            }
            for line, taped in kinds
        ]
    )


def show_graph_of(ran: Examined, key: str) -> None:
    """Show the graph of a run: where the gradient gets to, and where it ends."""
    show_graph(
        f"{key}_{ran.source.file}",
        ran.nodes,
        lit=ran.reached,
        missing=ran.missing,
        chosen=ran.request.source,
        unlit="no gradient",
    )
    st.caption(" ".join(legend(ran)))


def legend(ran: Examined) -> list[str]:
    """Return the sentences that explain a run's graph."""
    said = [f"Blue: the gradient of `{ran.request.target}` gets here."]
    if ran.missing:
        said.append("Dashed: no gradient passes here.")
    said.append("The thick border marks the source.")
    for node in ran.nodes:
        if plain(node.name) != node.name:
            said.append(f"`{node.name}` is another value named `{plain(node.name)}`.")
    return said
