"""The three files side by side, with the lines of one layer lit."""

import streamlit as st

from lenet.results.layer_names import names_of_calls
from lenet.results.paradigms import LAYERS, Anatomy, Dissection
from lenet.settings import PARADIGM_NAMES
from ui.components.code import light, show_code
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.numbers import counted
from ui.components.tables import table
from ui.components.waiting import waiting
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.columns import side_by_side
from ui.lessons.three_paradigms.tabs import CODE, close
from ui.visitor import workers

TABLE_HEIGHT, FILES_HEIGHT = 330, 560
CHOSEN = key("layer_was_chosen")


def dissection(height: int) -> Dissection:
    """Return LeNet's layers in all paradigms; keep `height` pixels meanwhile."""
    with waiting("Building LeNet in all three paradigms", height):
        found: Dissection = workers.recall("lenet.paradigms.anatomy:dissect")
    return found


def show() -> None:
    """Show a choice of layers, and below it the code, which does not change."""
    choose_layer()
    show_files()
    close(CODE)


@part
def choose_layer() -> None:
    """Show a choice of layers; light the lines of one, and show its weights."""
    found = dissection(TABLE_HEIGHT)
    names = names_of_calls([call.layer for call in found.passes["Functional"]])
    name = st.segmented_control(
        "Choose a layer. Its lines light up in each file.",
        names,
        default=names[LAYERS.index("C3")],
        required=True,
        key=key("layer"),
        bind="query-params",
        on_change=_note_choice,
        help="The first name is LeCun's, the second one is the name in the code. "
        "C is a convolution, S a pooling layer, F a dense layer.",
    )
    layer = LAYERS[names.index(name)]
    light(layer)
    _show_layer(name, found.layers[layer])


@part
def show_files() -> None:
    """Show the file of each paradigm, each line marked with its layers."""
    found = dissection(FILES_HEIGHT)

    def show_file(paradigm: str) -> None:
        marks: dict[int, list[str]] = {}
        for name, layer in found.layers.items():
            for line in layer.lines[paradigm]:
                marks.setdefault(line, []).append(name)
        head = range(1, found.heads[paradigm] + 1)
        source = found.sources[paradigm]
        show_code(source, marks, folded=head, caption=f"`{source.file}`")

    side_by_side("code", show_file)


def _note_choice() -> None:
    st.session_state[CHOSEN] = True


def _show_layer(name: str, layer: Anatomy) -> None:
    st.markdown(
        f"**{name}** returns `{layer.shape}`, where `None` stands for the batch "
        f"size. Weights: **{layer.arithmetic}**.",
        help=explain("batch", "weight", "kernel"),
    )
    rows = [{"In model.summary()": each, **row} for each, row in layer.row.items()]
    table(rows)
    st.caption(
        "`model.summary()` has one row for each layer, even if the layer is called "
        "twice. A `?` stands for what Keras does not know."
    )
    if st.session_state.get(CHOSEN):
        lines = ", ".join(
            f"{counted(len(layer.lines[each]), 'line')} in {each}"
            for each in PARADIGM_NAMES
        )
        st.markdown(f"{name} takes {lines}. The layer and its weights are the same.")
