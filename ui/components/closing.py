"""The end of a tab: what it showed, and a button to the next tab."""

import streamlit as st


def show_closing(*showed: str, next_tab: str, tabs: str) -> None:
    """Show what a tab showed, a line for each, and a button to `next_tab`.

    `tabs` is the key of the page's tabs. Call it outside of all fragments: another
    tab opens only when the whole page runs.
    """
    if showed:
        st.subheader("What this showed")
        st.markdown("\n".join(f"- {line}" for line in showed))
    st.button(
        f"Next: {next_tab}",
        icon=":material/arrow_forward:",
        key=f"{tabs}_next",
        on_click=_open,
        args=(tabs, next_tab),
        help="Open the next tab of this page.",
    )


def _open(tabs: str, title: str) -> None:
    st.session_state[tabs] = title
