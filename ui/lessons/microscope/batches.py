"""Buttons that record further batches, in views that show no lines."""

import streamlit as st

from ui.components.fragments import refused, show_refusal
from ui.lessons.microscope import key
from ui.lessons.microscope.session import current, stepper


def next_batches() -> None:
    """Show a button for one more batch, and one for ten."""
    with st.container(horizontal=True, gap="small"):
        for count in (1, 10):
            st.button(
                "Next batch" if count == 1 else f"Next {count} batches",
                icon=":material/last_page:",
                key=key(f"next_{count}"),
                on_click=_record,
                args=(count,),
            )
    show_refusal()


def _record(count: int) -> None:
    for _ in range(count):
        stepper().press(current().next_batch)
        if refused():
            return
