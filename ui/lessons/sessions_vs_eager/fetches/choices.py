"""The choices of the tab "What ran": the graph, the fetch, and Grappler."""

from collections.abc import Sequence

import streamlit as st

from lenet.results.fetches import ASKED, PROGRAMS, TRAIN
from lenet.results.graphs import Node
from ui.components.glossary import explain
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.program import choose_program as choose_title
from ui.lessons.sessions_vs_eager.program import model_of

CHOSEN, GRAPPLER = key("fetch"), key("grappler")


def choice(program: str) -> tuple[str, str, int]:
    """Return what a graph and its values depend on."""
    return program, *model_of(PROGRAMS[program])


def choose_program() -> str:
    """Return the name of the program whose graph the learner chooses."""
    title = choose_title(on_change=lambda: choose(None))
    return next(name for name, each in PROGRAMS.items() if each == title)


def choose_fetch(program: str, nodes: Sequence[Node]) -> tuple[str | None, bool]:
    """Return the chosen fetch, None without one, and whether Grappler is on."""
    names = [node.name for node in nodes]
    kept = st.session_state.get(CHOSEN)
    if kept is not None and kept not in names:
        choose(None)  # it is of another graph
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name: str | None = st.selectbox(
            "Fetch",
            names,
            index=None,
            key=CHOSEN,
            bind="query-params",
            placeholder="Choose a node here, or click on it in the drawing",
            width=420,
            help=explain("fetch"),
        )
        for each in _suggested(program):
            st.button(
                f"Fetch `{each}`",
                icon=":material/play_arrow:",
                type="primary" if each == ASKED[program] else "secondary",
                key=key(f"fetch_{each}"),
                on_click=choose,
                args=(each,),
                help=f"Run `session.run` with the node `{each}` as its fetch.",
            )
    rewrite = st.toggle(
        "Let TensorFlow rewrite the graph first",
        key=GRAPPLER,
        bind="query-params",
        help=f"{explain('Grappler')}\n\nOff: Grappler and the other optimizations of "
        "the graph are off for this Session.",
    )
    return name, rewrite


def _suggested(program: str) -> tuple[str, ...]:
    asked = ASKED[program]
    return (asked, TRAIN) if program == "training" else (asked,)


def choose(name: str | None) -> None:
    """Make a node the fetch, as the select box does; None is no fetch."""
    st.session_state[CHOSEN] = name
