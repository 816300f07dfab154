"""The end of each tab: what it showed, and the tab to open next."""

from collections.abc import Sequence

import streamlit as st

from ui.lessons.replicas import key

TAB = key("part")
OPENED = key("opened")


def show_closing(showed: Sequence[str], next_tab: str = "") -> None:
    """Show what a tab showed, a line for each, and a button to the next tab."""
    st.subheader("What this showed")
    st.markdown("\n".join(f"- {line}" for line in showed))
    if next_tab:
        st.button(
            f"Next: {next_tab}",
            icon=":material/arrow_forward:",
            key=key("next"),
            on_click=open_tab,
            args=(next_tab,),
            help="Open the next tab of this page.",
        )
    if st.session_state.pop(OPENED, False):
        st.rerun()  # a tab is a fragment, which shows no other tab


def open_tab(title: str) -> None:
    """Open another tab of the page."""
    st.session_state[TAB] = title
    st.session_state[OPENED] = True
