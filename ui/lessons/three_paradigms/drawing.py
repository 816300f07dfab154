"""The forward pass of each paradigm, drawn as layers and arrows."""

import streamlit as st

from ui.components.code import code_boxes
from ui.components.diagrams import flowchart
from ui.components.fragments import part
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.code import dissection

CODE = {
    "From the graph": "lenet.tape.layer_calls:calls_in_graph",
    "From a trace": "lenet.tape.layer_calls:calls_in_trace",
}
WIDTHS = (2, 3, 3)  # a graph with a loop is wider than a stack


@part
def show() -> None:
    """Draw the layers as nodes; one that is used twice is one node."""
    st.markdown(
        "Sequential and Functional are drawn from the graph that Keras keeps of them. "
        "Of a subclassed model Keras keeps none: its `call` is traced once, and each "
        "layer says when its turn comes. A layer that is called twice stands out."
    )
    passes = dissection().passes
    for column, (name, calls) in zip(st.columns(WIDTHS), passes.items(), strict=True):
        with column:
            st.markdown(f"**{name}**")
            st.mermaid_chart(
                flowchart(calls),
                width="content",
                alt=f"{name}: {len(calls)} calls of layers, in their order",
            )
    with st.expander("The code that reads the graph, and the trace"):
        code_boxes(CODE, key=key("forward_code"))
