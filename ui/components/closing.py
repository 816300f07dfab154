"""The end of a part of a page: what it showed, and the tab to open next."""

from collections.abc import Sequence

import streamlit as st

OPENED = "closing_opened"


def show_closing(showed: Sequence[str], tabs: str = "", next_tab: str = "") -> None:
    """Show what a part showed, a line for each, and a button to the next tab.

    `tabs` is the session key of the page's tabs, for a page that has some: see
    `fragments.open_tab`.
    """
    if showed:
        st.subheader("What this showed")
        st.markdown("\n".join(f"- {line}" for line in showed))
    if next_tab:
        st.button(
            f"Next: {next_tab}",
            icon=":material/arrow_forward:",
            key=f"{tabs}_next",
            on_click=_open,
            args=(tabs, next_tab),
            help="Open the next tab of this page.",
        )
    if st.session_state.pop(OPENED, False):
        st.rerun()  # a tab is a fragment, which shows no other tab


def _open(tabs: str, title: str) -> None:
    st.session_state[tabs] = title
    st.session_state[OPENED] = True
