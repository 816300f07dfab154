"""Code boxes: what they show is read from what runs."""

import streamlit as st

from ui.visitor import workers


def code_boxes(pieces: dict[str, str], key: str) -> None:
    """Let one of several pieces of code be chosen, by its title, and show it."""
    piece = st.segmented_control(
        "Piece of code",
        list(pieces),
        default=next(iter(pieces)),
        required=True,
        key=key,
        label_visibility="collapsed",
        persist_state="session",
    )
    code_box(pieces[piece])


def code_box(name: str) -> None:
    """Show the source of `lenet.module:name` and where it stands."""
    try:
        source = workers.source(name)
    except workers.WorkError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.code(source.text, wrap_lines=False)
    st.caption(f"`{source.file}`, line {source.line}: the code that runs here")
