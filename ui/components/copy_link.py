"""The button that copies the address of what is on show, and says what it holds."""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
HOLDS = (
    "The link opens this page with its settings, the open tab, the paradigm and the "
    "seed. It does not hold your drawing, your model or your answers."
)

_button = st.components.v2.component(
    "lenet_copy_link",
    html='<button type="button" aria-describedby="holds">'
    '<span class="label" aria-live="polite">Copy link</span></button>'
    '<p id="holds" class="holds"></p>',
    css=(HERE / "copy_link.css").read_text("utf-8"),
    js=(HERE / "copy_link.js").read_text("utf-8"),
)


def copy_link() -> None:
    """Show the button; what the link holds appears as it is pointed at or pressed."""
    _button(key="_copy_link", data={"holds": HOLDS}, width="content")
