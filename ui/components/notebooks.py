"""What a tab shows, as a notebook to be taken along."""

import streamlit as st

from ui.components.fragments import guard
from ui.visitor import workers

MIME = "application/x-ipynb+json"
NOTEBOOK = "lenet.export.bundle:notebook"


@guard
def offer_notebook(name: str, file: str, title: str, *, has_model: bool) -> None:
    """Show a button that downloads `lenet.module:function` as a notebook.

    `file` is the file's name without its ending, `title` what it is about. With a
    model, the notebook has the sidebar's paradigm and seed.
    """
    chosen = (st.session_state.paradigm, st.session_state.seed) if has_model else ()
    ending = f"_{chosen[0].lower()}" if chosen else ""
    words = ", with the sidebar's paradigm and seed" if chosen else ""
    st.download_button(
        "This tab as a notebook",
        written(name, *chosen),
        file_name=f"{file}{ending}.ipynb",
        mime=MIME,
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        help=f"Save **{title}** as a notebook for Jupyter or Colab{words}. It needs "
        "TensorFlow and nothing of this app.",
    )


# Not with `workers.recall`: each seed has its own, and should displace no result.
@st.cache_data(show_spinner=False, max_entries=40)
def written(name: str, *chosen: str | int) -> str:
    """Return a function as a notebook; it takes some milliseconds in a worker."""
    text: str = workers.call(NOTEBOOK, name, *chosen)
    return text
