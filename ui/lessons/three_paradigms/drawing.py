"""The forward pass of each paradigm, drawn as layers and arrows."""

from collections.abc import Sequence

import streamlit as st

from lenet.results.paradigms import LayerCall
from ui.components.code import code_boxes
from ui.components.columns import columns_or_tabs
from ui.components.diagrams import flowchart
from ui.components.fragments import guard, part
from ui.components.glossary import explain
from ui.components.questions import Asked, ask
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.code import dissection
from ui.lessons.three_paradigms.questions import TWICE, called_twice, twice_truth
from ui.lessons.three_paradigms.tabs import DRAWING, close

CODE = {
    "From the graph": "lenet.tape.layer_calls:calls_in_graph",
    "From a trace": "lenet.tape.layer_calls:calls_in_trace",
}
WIDTHS = (2, 3, 3)  # a graph with a loop is wider than a stack
HEIGHT = 620
WANTED = key("drawing_wanted")


@guard
def show() -> None:
    """Draw, once asked to, the layers as nodes; one that is used twice is one node."""
    st.markdown(
        "Keras keeps a graph of a Sequential and a Functional model. The first two "
        "drawings come from these graphs. Keras keeps no graph of a subclassed "
        "model, so its `call` is traced once, and each layer is recorded when it "
        "runs.",
        help=explain("graph", "trace"),
    )
    place = st.container()
    st.button(
        "Draw the three models",
        type="primary",
        icon=":material/account_tree:",
        key=key("draw_models"),
        on_click=_want,
        help="Read the graphs of two models, trace the third, and draw all of them.",
    )
    is_wanted = st.session_state.get(WANTED)
    with place:
        asked = ask(TWICE, run="drawn" if is_wanted else None)
    showed = _draw_all(asked) if is_wanted else ()
    show_the_code()
    close(DRAWING, *showed)


def _want() -> None:
    st.session_state[WANTED] = True


def _draw_all(asked: Asked) -> list[str]:
    """Draw the three models; return what the drawings showed."""
    passes = dissection(HEIGHT).passes
    asked.reveal(called_twice(passes), twice_truth(passes))
    columns_or_tabs(
        key("drawings"),
        tuple(passes),
        in_column=lambda name: _draw(name, passes[name], title=f"**{name}**"),
        in_tab=lambda name: _draw(name, passes[name]),
        widths=WIDTHS,
        opened=st.session_state.paradigm,
    )
    st.caption(
        "Each box shows a layer's names, its class, and the shape of its output for "
        "one image: rows x columns x feature maps. A layer that is called twice is "
        "orange."
    )
    return [_counted(name, calls) for name, calls in passes.items()]


@part
def show_the_code() -> None:
    """Show the code that reads a forward pass, folded."""
    with st.expander("The code that reads the graph and the trace"):
        code_boxes(CODE, key=key("forward_code"))


def _draw(name: str, calls: Sequence[LayerCall], title: str = "") -> None:
    if title:
        st.markdown(title)
    st.mermaid_chart(
        flowchart(calls),
        width="content",
        alt=f"{name}: {len(calls)} calls of layers, in their order",
    )


def _counted(name: str, calls: Sequence[LayerCall]) -> str:
    """Return how many layers a forward pass has, and which is called twice."""
    names = [call.layer for call in calls]
    twice = [f"`{each}`" for each in dict.fromkeys(names) if names.count(each) > 1]
    shared = f" {', '.join(twice)} is called twice." if twice else ""
    return f"**{name}**: {len(set(names))} layers, {len(names)} calls.{shared}"
