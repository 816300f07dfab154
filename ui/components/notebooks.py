"""What a tab shows, as a notebook to be taken along."""

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from ui.components.fragments import guard
from ui.visitor import workers

MIME = "application/x-ipynb+json"
NOTEBOOK = "lenet.export.bundle:notebook"


@guard
def offer_notebook(
    name: str,
    file: str,
    title: str,
    *,
    has_model: bool,
    chosen: Mapping[str, str] = MappingProxyType({}),
    also: tuple[str, ...] = (),
) -> None:
    """Show a button that downloads `lenet.module:function` as a notebook.

    `file` is the file's name without its ending, `title` what it is about. With a
    model, the notebook has the sidebar's paradigm and seed. `chosen` are further
    choices of the visitor: parameters of the function, as code. What these name of
    the library is in `also`.
    """
    model = (st.session_state.paradigm, st.session_state.seed) if has_model else ()
    ending = f"_{model[0].lower()}" if model else ""
    holds = ["the sidebar's paradigm and seed"] if model else []
    holds += ["what you chose above"] if chosen else []
    words = f", with {' and '.join(holds)}" if holds else ""
    st.download_button(
        "This tab as a notebook",
        written(name, model, tuple(chosen.items()), also),
        file_name=f"{file}{ending}.ipynb",
        mime=MIME,
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        help=f"Save **{title}** as a notebook for Jupyter or Colab{words}. It needs "
        "TensorFlow and nothing of this app. Its first cell names all packages.",
    )


# Not with `workers.recall`: each seed has its own, and should displace no result.
@st.cache_data(show_spinner=False, max_entries=40)
def written(
    name: str,
    model: tuple[str | int, ...],
    chosen: tuple[tuple[str, str], ...],
    also: tuple[str, ...],
) -> str:
    """Return a function as a notebook; it takes some milliseconds in a worker."""
    text: str = workers.call(NOTEBOOK, name, *model, chosen=dict(chosen), also=also)
    return text
