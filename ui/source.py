"""Code boxes: what they show is read from what runs."""

import streamlit as st

from ui import workers


def code_box(name: str) -> None:
    """Show the source of `lenet.module:name` and where it stands."""
    try:
        source = workers.source(name)
    except workers.WorkError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.code(source.text, wrap_lines=False)
    st.caption(f"`{source.file}`, line {source.line}: the code that runs here")
