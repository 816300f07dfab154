"""The three files side by side, with the lines of one layer lit."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lenet.results.layer_names import names_of_calls
from lenet.results.paradigms import LAYERS, Anatomy, Dissection
from lenet.settings import PARADIGM_NAMES
from ui.components.code import light, show_code
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.numbers import counted
from ui.components.questions import ask
from ui.components.tables import table
from ui.components.waiting import waiting
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.columns import side_by_side
from ui.lessons.three_paradigms.questions import LONGEST, longest_truth
from ui.lessons.three_paradigms.tabs import CODE, close
from ui.visitor import workers

TABLE_HEIGHT, FILES_HEIGHT = 330, 560
CHOSEN = key("layer_was_chosen")


def dissection(height: int) -> Dissection:
    """Return LeNet's layers in all paradigms; keep `height` pixels meanwhile."""
    with waiting("Building LeNet in all three paradigms", height):
        found: Dissection = workers.recall("lenet.paradigms.anatomy:dissect")
    return found


def names_of_layers(found: Dissection) -> list[str]:
    """Return LeNet's layers by both of their names, in the order of their calls."""
    return names_of_calls([call.layer for call in found.passes["Functional"]])


def lines_of(layer: Anatomy) -> dict[str, int]:
    """Return how many lines a layer takes, by paradigm."""
    return {name: len(lines) for name, lines in layer.lines.items()}


def show() -> None:
    """Show a choice of layers, and below it the code, which does not change."""
    choice, files, below = st.container(), st.container(), st.container()
    choose_layer(choice, below)
    with files:
        show_files()


@part
def choose_layer(choice: DeltaGenerator, below: DeltaGenerator) -> None:
    """Show a choice of layers; light the lines of one, and show its weights."""
    # Streamlit keeps only the position of a container that every run writes to.
    with choice.container():
        name, found = _choose_layer()
    with below.container():
        is_chosen = st.session_state.get(CHOSEN)
        close(CODE, *(_showed(name, found) if is_chosen else ()))


def _choose_layer() -> tuple[str, Dissection]:
    found = dissection(TABLE_HEIGHT)
    names = names_of_layers(found)
    is_chosen = st.session_state.get(CHOSEN)
    asked = ask(LONGEST, run="chosen" if is_chosen else None)
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
    if is_chosen:
        lines = lines_of(found.layers[layer])
        asked.reveal(lines, longest_truth(name, lines))
    light(layer)
    _show_layer(name, found.layers[layer])
    return name, found


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


def _showed(name: str, found: Dissection) -> tuple[str, str]:
    """Return how many lines the chosen layer takes, and all of LeNet."""
    layer = LAYERS[names_of_layers(found).index(name)]
    files = found.sources
    models = {
        each: files[each].text.splitlines()[found.heads[each] :]
        for each in PARADIGM_NAMES
    }
    return (
        f"{name} takes {_in_each(lines_of(found.layers[layer]))}. The "
        "layer and its weights are the same.",
        "All of LeNet, without imports and docstrings above it, takes "
        f"{_in_each({each: sum(map(bool, models[each])) for each in models})}.",
    )


def _in_each(lines: dict[str, int]) -> str:
    return ", ".join(f"{counted(n, 'line')} in {name}" for name, n in lines.items())
