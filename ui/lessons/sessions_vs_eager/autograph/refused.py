"""Functions that eager execution runs and a graph refuses: message, line, fix."""

import ast
import textwrap
from collections.abc import Callable, Collection

import streamlit as st

from lenet.graphs.autograph import REFUSED, REFUSED_FILE
from lenet.results.autograph import Failure
from lenet.source import Source
from ui.components import code
from ui.components.code import runs_here, show_code
from ui.components.messages import RAISED, show_message
from ui.components.numbers import counted
from ui.components.pills import one_by_title, titles_of
from ui.components.questions import Option, Question, ask
from ui.components.snippets import output
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import fixes, key, runs
from ui.visitor import workers

AUTOGRAPH = "autograph"  # these fixes, among those of the page
ALSO = "The error is about this line too."


def show() -> list[str]:
    """Show a function that a graph refuses, a question, and once called, the error."""
    st.subheader("What AutoGraph cannot convert")
    name = one_by_title(
        "Choose a function. Eager execution runs it, and a graph refuses it.",
        titles_of(REFUSED),
        key("autograph_refused"),
    )
    what = ("refused", name)
    with waiting("The code is being read", code.HEIGHT):
        source = workers.source(f"{REFUSED_FILE}:{name}")
    found = call(name) if runs.begun(what) else None
    function, prediction = st.columns(2, gap="medium")
    with prediction:
        asked = ask(question(name, source, found), run=runs.begun(what) or what)
        if found:
            asked.reveal(found.lines, truth(found))
        runs.button(
            what,
            "Call the function as a tf.function.",
            "Make a graph of it",
            name="autograph_refuse",
        )
    if asked.is_again:
        found = None
    with function:
        lines = found.lines if found else ()
        marks = {line: [RAISED] for line in lines}
        show_code(source, marks, caption=runs_here(source))
    if found is None:
        return []
    show_error(found)
    show_fix(name, found)
    return showed(name)


def call(name: str) -> Failure:
    """Return how a graph refuses a function, once for all visitors."""
    with waiting("Calling the function", code.HEIGHT):
        found: Failure = workers.recall("lenet.graphs.autograph.refusing:refuse", name)
    return found


def question(name: str, source: Source, found: Failure | None) -> Question:
    """Return the question about one function: its lines are the options."""
    return Question(
        key=key(f"guess_refused_{name}"),
        page="sessions_vs_eager",
        before="Before you call it",
        text="Which line will the error be about?",
        options=tuple(
            Option(f"`{text}`", _why(name, line, found), names(line))
            for line, text in statements(source).items()
        ),
    )


def names(line: int) -> Callable[[Collection[int]], bool]:
    """Return a predicate: is a line among those that an error names?"""
    return lambda lines: line in lines


def _why(name: str, line: int, found: Failure | None) -> str:
    """Return why a line is right or wrong; the first right one says it for all."""
    if found is None or line not in found.lines:
        return "The error does not name this line."
    return REFUSED[name].why if line == min(found.lines) else ALSO


def statements(source: Source) -> dict[int, str]:
    """Return the lines of a function below its description, from 1, with code."""
    function = ast.parse(textwrap.dedent(source.text)).body[0]
    assert isinstance(function, ast.FunctionDef)
    lines = enumerate(source.text.splitlines(), start=1)
    first = function.body[1].lineno
    return {
        at: text.strip()
        for at, text in lines
        if at >= first and text.strip() not in ("", "else:")
    }


def truth(found: Failure) -> str:
    """Return in a sentence how the graph refused the function."""
    return (
        f"In eager execution `{found.call}` returns `{found.eager}`. As a "
        f"`tf.function` it raises **{found.message.kind}**."
    )


def show_error(found: Failure) -> None:
    """Show the whole message, with the lines to read lit."""
    st.markdown(
        "In the function, a red bar marks each line that the error is about. In the "
        "message, read the lit line."
        + (" Those with a blue bar name your code." if found.message.names else "")
    )
    show_message(found.message)


def show_fix(name: str, found: Failure) -> None:
    """Show the fix on request, and what it returned as a graph."""
    help = "Change the function, and call it as a tf.function again."
    if not fixes.offer(AUTOGRAPH, name, help):
        return
    st.markdown(f"**Fix:** {REFUSED[name].fix}")
    repaired, result = st.columns(2, gap="medium")
    with repaired:
        show_code(found.fixed, caption=runs_here(found.fixed))
    with result:
        st.markdown("As a `tf.function` it returns:")
        st.html(output(found.returned))


def showed(name: str) -> list[str]:
    """Return what the call showed, and how many functions are fixed."""
    lines = [f"**{REFUSED[name].title}**: {REFUSED[name].why}"]
    if done := fixes.applied(AUTOGRAPH):
        lines.append(
            f"**{len(done)} of {counted(len(REFUSED), 'function')}** that a graph "
            "refuses are fixed."
        )
    return lines
