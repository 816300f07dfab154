"""Layers of one's own, put into all three paradigms, and proven equal."""

import streamlit as st

from lenet.results.paradigms import Comparison
from lenet.source import joined
from ui.components.code import code_boxes, show_code
from ui.components.fragments import part
from ui.components.snippets import observation
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.columns import side_by_side
from ui.visitor import workers

CODE = {
    "Dense": "lenet.models.layers:OwnDense",
    "Average pooling": "lenet.models.layers:OwnAveragePooling2D",
    "The exchange": "lenet.paradigms.custom_layers:own",
}
INTO = {
    "Sequential": ["lenet.paradigms.custom_layers:own_sequential"],
    "Functional": ["lenet.paradigms.custom_layers:own_functional"],
    "Subclassing": [
        "lenet.paradigms.custom_layers:OwnLeNet",
        "lenet.paradigms.custom_layers:own_subclassing",
    ],
}


@st.cache_data(show_spinner="Comparing layers …", max_entries=50)
def differences(seed: int) -> dict[str, dict[str, float]]:
    """Have Keras's layers and one's own compared in each paradigm."""
    found: dict[str, Comparison] = workers.call(
        "lenet.paradigms.custom_layers:prove_custom_layers", seed=seed, seconds=60.0
    )
    return {paradigm: one.differences for paradigm, one in found.items()}


@part
def show() -> None:
    """Show the layers, where they go, that they are equal, and what build does."""
    st.markdown(
        "A layer can be a class of your own too: `build` makes its weights, `call` "
        "uses them, `get_config` tells how to make it again. Once written, it goes "
        "wherever Keras's own layers go."
    )
    code_boxes(CODE, key=key("own_layer"))
    st.subheader("In place of Keras's, in each paradigm")
    found = differences(st.session_state.seed)

    def put_in(paradigm: str) -> None:
        show_code(joined(*map(workers.source, INTO[paradigm])))
        of = found[paradigm]
        st.markdown(
            "Largest difference from Keras's layers: "
            f"outputs **{of['probabilities']}**, gradients **{of['gradients']}**"
        )

    side_by_side("own", put_in)
    st.subheader("What build is for")
    st.markdown(
        "The class says how many outputs it has, never how many inputs. `build` runs "
        "at the first call, when the shape of the input is known."
    )
    steps = workers.recall("lenet.paradigms.custom_layers:watch_build")
    for column, seen in zip(st.columns(len(steps)), steps, strict=True):
        with column:
            observation(seen)
