"""The three paradigms beside each other, or in tabs where that is too narrow."""

from collections.abc import Callable

import streamlit as st

from lenet.settings import PARADIGM_NAMES

WIDTHS = (9, 9, 11)  # Subclassing takes the longest lines
ICONS = {
    "Sequential": ":material/view_agenda:",
    "Functional": ":material/account_tree:",
    "Subclassing": ":material/data_object:",
}


def side_by_side(key: str, show: Callable[[str], None]) -> None:
    """Call `show(paradigm)` in three columns, and in three three tabs.

    The browser shows one of the two (styles/page.css): only it knows how wide it
    is. What the sidebar has chosen stands out, and is the open tab.
    """
    chosen = st.session_state.paradigm
    with st.container(key=f"wide_{key}"):
        columns = st.columns(WIDTHS, gap="small")
        for column, name in zip(columns, PARADIGM_NAMES, strict=True):
            kind = "chosen" if name == chosen else "other"
            with column, st.container(key=f"{kind}_{key}_{name}"):
                badge = " :blue-badge[chosen]" if name == chosen else ""
                st.markdown(f"{ICONS[name]} **{name}**{badge}")
                show(name)
    with st.container(key=f"narrow_{key}"):
        tabs = st.tabs(PARADIGM_NAMES, default=chosen)
        for tab, name in zip(tabs, PARADIGM_NAMES, strict=True):
            with tab:
                show(name)
