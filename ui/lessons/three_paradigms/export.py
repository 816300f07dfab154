"""The chosen model as a script and a notebook that need only TensorFlow."""

import streamlit as st

from ui.components.fragments import part
from ui.components.waiting import waiting
from ui.visitor import workers

HEIGHT = 500


@part
def show() -> None:
    """Show the model of the sidebar's paradigm as a script, to be downloaded."""
    paradigm = st.session_state.paradigm
    with waiting("Writing the script and the notebook", HEIGHT):
        script = workers.recall("lenet.export:script", paradigm)
        notebook = workers.recall("lenet.export:notebook", paradigm)
    name = f"lenet_{paradigm.lower()}"
    st.markdown(
        f"This is the **{paradigm}** LeNet with its data, one epoch of training and "
        "the training step of this app. Choose another paradigm in the sidebar. The "
        f"file needs TensorFlow and nothing else of this app. Run `python {name}.py`, "
        "or open the notebook in Jupyter or Colab."
    )
    with st.container(horizontal=True):
        _download("script", script, f"{name}.py", "text/x-python")
        _download("notebook", notebook, f"{name}.ipynb", "application/x-ipynb+json")
    st.code(script, wrap_lines=True)


def _download(what: str, text: str, file: str, mime: str) -> None:
    st.download_button(
        f"Download the {what}",
        text,
        file_name=file,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        help=f"Save {file} on your computer.",
    )
