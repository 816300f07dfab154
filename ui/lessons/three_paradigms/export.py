"""The chosen model as a file that runs anywhere TensorFlow is."""

import streamlit as st

from ui.components.fragments import part
from ui.visitor import workers


@part
def show() -> None:
    """Offer the model of the sidebar's paradigm as a script and a notebook."""
    paradigm = st.session_state.paradigm
    script = workers.recall("lenet.export:script", paradigm)
    notebook = workers.recall("lenet.export:notebook", paradigm)
    name = f"lenet_{paradigm.lower()}"
    st.markdown(
        f"The **{paradigm}** LeNet (the sidebar has the others), with the data, a "
        "training and the step of this app. It needs TensorFlow and nothing of ours: "
        f"run `python {name}.py`, or open the notebook in Jupyter or Colab."
    )
    with st.container(horizontal=True):
        st.download_button(
            "Download the script",
            script,
            file_name=f"{name}.py",
            mime="text/x-python",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Download the notebook",
            notebook,
            file_name=f"{name}.ipynb",
            mime="application/x-ipynb+json",
            icon=":material/download:",
            on_click="ignore",
        )
    st.code(script)
