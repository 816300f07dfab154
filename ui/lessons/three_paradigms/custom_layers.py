"""Custom layers in all three paradigms, compared with Keras's layers."""

import streamlit as st

from lenet.results.observation import Observation
from lenet.results.paradigms import Comparison
from lenet.source import joined
from ui.components.code import code_boxes, show_code
from ui.components.fragments import guard, part
from ui.components.numbers import agreement
from ui.components.questions import ask
from ui.components.snippets import observations
from ui.components.waiting import waiting
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.columns import side_by_side
from ui.lessons.three_paradigms.questions import BUILT_TWICE, built_truth
from ui.lessons.three_paradigms.tabs import CUSTOM_LAYERS, close
from ui.visitor import workers

CODE = {
    "Dense": "lenet.models.layers:OwnDense",
    "Average pooling": "lenet.models.layers:OwnAveragePooling2D",
    "Swapping the layers": "lenet.paradigms.custom_layers:swapped",
}
INTO = {
    "Sequential": ["lenet.paradigms.custom_layers:custom_sequential"],
    "Functional": ["lenet.paradigms.custom_layers:custom_functional"],
    "Subclassing": [
        "lenet.paradigms.custom_layers:CustomLeNet",
        "lenet.paradigms.custom_layers:custom_subclassing",
    ],
}
HEIGHT = 420  # of three columns with code
WANTED = key("comparison_wanted")
BUILT = key("built")
Differences = dict[str, dict[str, float]]  # by paradigm


@st.cache_data(show_spinner=False, max_entries=50)
def differences(seed: int) -> Differences:
    """Return how far custom layers differ from Keras's in each paradigm."""
    found: dict[str, Comparison] = workers.call(
        "lenet.paradigms.custom_layers:prove_custom_layers", seed=seed, seconds=60.0
    )
    return {paradigm: one.differences for paradigm, one in found.items()}


def show() -> None:
    """Show the layers, how they replace Keras's, and what `build` does."""
    show_layers()
    show_comparison()


@part
def show_layers() -> None:
    """Show the code of the custom layers."""
    st.markdown(
        "A layer can also be a class of yours. `build` makes its weights, `call` "
        "uses them, and `get_config` returns what is needed to make the layer again. "
        "Such a layer works wherever a layer of Keras works."
    )
    code_boxes(CODE, key=key("own_layer"))


@guard
def show_comparison() -> None:
    """Show each paradigm with custom layers, and compare them once asked to."""
    st.subheader("Keras's layers, replaced in each paradigm")
    seed = st.session_state.seed
    st.button(
        "Compare with Keras's layers",
        type="primary",
        icon=":material/balance:",
        on_click=_want,
        args=(seed,),
        help="Run one batch through both kinds of layers, from the same weights.",
    )
    found: Differences = {}
    if st.session_state.get(WANTED) == seed:
        with waiting("Comparing the layers", HEIGHT):
            found = differences(seed)

    def show_swap(paradigm: str) -> None:
        show_code(joined(*map(workers.source, INTO[paradigm])))
        if of := found.get(paradigm):
            st.markdown(
                "Compared with Keras's layers: outputs "
                f"**{agreement(of['probabilities'])}**, gradients "
                f"**{agreement(of['gradients'])}**."
            )

    side_by_side("own", show_swap)
    _show_build()
    close(CUSTOM_LAYERS, *(_showed(found) if found else ()))


def _want(seed: int) -> None:
    st.session_state[WANTED] = seed


def _showed(found: Differences) -> tuple[str, str]:
    """Return what the comparison showed, in its own numbers."""
    furthest = max(x for of in found.values() for x in of.values())
    return (
        f"Custom and Keras's layers, in {len(found)} paradigms: outputs and "
        f"gradients are **{agreement(furthest)}**.",
        "A custom layer makes its weights in `build`, at its first call.",
    )


def _show_build() -> None:
    st.subheader("What build is for")
    st.markdown(
        "The class names its number of outputs, but not its number of inputs. "
        "`build` runs at the first call, when the shape of the input is known. These "
        "calls show it."
    )
    asked = ask(BUILT_TWICE, run="run" if st.session_state.get(BUILT) else None)
    if not st.session_state.get(BUILT):
        st.button(
            "Run the calls",
            icon=":material/play_arrow:",
            on_click=_run_calls,
            help="Make a layer four times, and call it on inputs of two lengths.",
        )
        return
    steps = workers.recall("lenet.paradigms.custom_layers:watch_build")
    asked.reveal(steps[-1], built_truth(steps[-1]))
    observations(key("build"), {_title(seen): seen for seen in steps})


def _run_calls() -> None:
    st.session_state[BUILT] = True


def _title(seen: Observation) -> str:
    """Return the name of a called function as words: "Called on 576 then 84"."""
    name = seen.source.text.partition("def ")[2].partition("(")[0]
    return name.replace("_", " ").capitalize()
