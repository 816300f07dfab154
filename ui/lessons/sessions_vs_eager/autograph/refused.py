"""Functions that eager execution runs and a graph refuses: message, line, fix."""

import streamlit as st

from lenet.graphs.autograph import REFUSED
from lenet.results.autograph import Failure
from ui.components import code
from ui.components.code import runs_here, show_code
from ui.components.numbers import counted
from ui.components.pills import one_by_title, titles_of
from ui.components.snippets import output
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.fixes import fixed, offer_fix
from ui.lessons.sessions_vs_eager.messages import RAISED, show_message
from ui.visitor import workers

AUTOGRAPH = "autograph"  # these fixes, among those of the page


def show() -> list[str]:
    """Show a function that a graph refuses, and its fix; return what that showed."""
    st.subheader("What AutoGraph cannot convert")
    name = one_by_title(
        "Choose a function. Eager execution runs it, and a graph refuses it.",
        titles_of(REFUSED),
        key("autograph_refused"),
    )
    with waiting("Calling the function", code.HEIGHT):
        found: Failure = workers.recall("lenet.graphs.autograph.refusing:refuse", name)
    broken, repaired = st.columns(2, gap="medium")
    with broken:
        show_broken(name, found)
    with repaired:
        show_fixed(name, found)
    done = fixed(AUTOGRAPH)
    if not done:
        return []
    return [
        f"**{len(done)} of {counted(len(REFUSED), 'function')}** that a graph refuses "
        "are fixed. AutoGraph traces each branch and each body of a loop once, so a "
        "graph needs the same names, dtypes and shapes after each of them."
    ]


def show_broken(name: str, found: Failure) -> None:
    """Show a call, its lines that the error names, and the whole message."""
    st.markdown(REFUSED[name].why)
    show_code(
        found.source,
        {line: [RAISED] for line in found.lines},
        caption=runs_here(found.source),
    )
    st.markdown(
        f"In eager execution `{found.call}` returns `{found.eager}`. As a "
        f"`tf.function` it raises **{found.message.kind}**. A red bar marks each line "
        "that the error is about. In the message, read the lit lines."
    )
    show_message(found.message)


def show_fixed(name: str, found: Failure) -> None:
    """Show the fix on request, and what it returned as a graph."""
    help = "Change the function, and call it as a tf.function again."
    if not offer_fix(AUTOGRAPH, name, help):
        return
    st.markdown(f"**Fix:** {REFUSED[name].fix}")
    show_code(found.fixed, caption=runs_here(found.fixed))
    st.markdown("As a `tf.function` it returns:")
    st.html(output(found.returned))
