"""The three files side by side, a layer's lines lit in each."""

import streamlit as st

from lenet.results.paradigms import Dissection
from ui.components.code import light, show_code
from ui.components.fragments import part
from ui.components.tables import table
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.columns import side_by_side
from ui.visitor import workers


def dissection() -> Dissection:
    """Have LeNet taken apart in all paradigms."""
    found: Dissection = workers.recall("lenet.paradigms.anatomy:dissect")
    return found


def show() -> None:
    """Show a layer to choose, and below it the code that does not change."""
    choose_layer()
    show_files()


@part
def choose_layer() -> None:
    """Let a layer be chosen; light its lines, say what it gives and costs."""
    layers = dissection().layers
    name = st.segmented_control(
        "Choose a layer: its lines light up in each file",
        list(layers),
        default="C3",
        required=True,
        key=key("layer"),
        bind="query-params",
    )
    light(name)
    layer = layers[name]
    st.markdown(
        f"**{name}** gives `{layer.shape}`, where `None` stands for the batch. "
        f"Weights: **{layer.arithmetic}**."
    )
    rows = [{"In model.summary()": name, **row} for name, row in layer.row.items()]
    table(rows)
    st.caption(
        "A layer has one row there, however often it is called; a `?` is what Keras "
        "does not know."
    )


@part
def show_files() -> None:
    """Show the file of each paradigm, each line marked with its layers."""
    found = dissection()

    def show_file(paradigm: str) -> None:
        marks: dict[int, list[str]] = {}
        for name, layer in found.layers.items():
            for line in layer.lines[paradigm]:
                marks.setdefault(line, []).append(name)
        head = range(1, found.heads[paradigm] + 1)
        show_code(found.sources[paradigm], marks, folded=head)

    side_by_side("code", show_file)
