"""What a tab shows, as a notebook to be taken along."""

import streamlit as st

from ui.components.fragments import guard
from ui.visitor import workers

MIME = "application/x-ipynb+json"


@guard
def offer_notebook(name: str, file: str, title: str) -> None:
    """Show a button that downloads `lenet.module:function` as a notebook.

    `file` is the file's name without its ending, `title` what it is about. The
    notebook has the sidebar's paradigm and seed.
    """
    paradigm, seed = st.session_state.paradigm, st.session_state.seed
    st.download_button(
        "This tab as a notebook",
        written(name, paradigm, seed),
        file_name=f"{file}_{paradigm.lower()}.ipynb",
        mime=MIME,
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        help=f"Save **{title}** as a notebook for Jupyter or Colab, with the "
        "sidebar's paradigm and seed. It needs TensorFlow and nothing of this app.",
    )


# Not with `workers.recall`: each seed has its own, and should displace no result.
@st.cache_data(show_spinner=False, max_entries=40)
def written(name: str, paradigm: str, seed: int) -> str:
    """Return a function as a notebook; it takes some milliseconds in a worker."""
    text: str = workers.call("lenet.export.bundle:notebook", name, paradigm, seed)
    return text
