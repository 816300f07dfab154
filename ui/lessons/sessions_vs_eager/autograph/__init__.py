"""What AutoGraph makes of a function, what then runs, and what it refuses."""

import streamlit as st

from lenet.graphs.autograph import EXAMPLES, VALUES
from lenet.results.autograph import Conversion
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.pills import one_by_title, titles_of
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.autograph import calls, code, loops, refused
from ui.lessons.sessions_vs_eager.tabs import AUTOGRAPH, close
from ui.visitor import workers

HEIGHT = 600  # of both columns of code


@part
def show() -> None:
    """Show an example, its conversion and its calls, then loops, then refusals."""
    st.markdown(
        "Python's `if` needs a value, and a graph that is being traced has none yet. "
        "So AutoGraph rewrites your function before `tf.function` traces it.",
        help=explain("AutoGraph", "graph", "trace", "eager", "node"),
    )
    name, values = choose()
    with waiting("Converting the function", HEIGHT):
        found: Conversion = workers.recall(
            "lenet.graphs.autograph.conversion:convert", name, values
        )
    written, generated = st.columns([2, 3], gap="medium")
    with written:
        code.show_source(name, found)
        showed = calls.show(name, values, found)
    with generated:
        code.show_generated(name, found)
        if showed:
            calls.show_results(found)
    if showed:
        calls.show_graphs(f"{name}_{VALUES.index(values)}", found)
    showed += loops.show()
    showed += refused.show()
    close(AUTOGRAPH, *showed)


def choose() -> tuple[str, str]:
    """Show the choices; return the name of an example and the kind of arguments."""
    with st.container(horizontal=True, gap="medium"):
        name = one_by_title(
            "Choose a function.",
            titles_of(EXAMPLES),
            key("autograph_example"),
        )
        values = one_by_title(
            "It is called with",
            dict(zip(VALUES, VALUES, strict=True)),
            key("autograph_values"),
        )
    return name, values
