"""The three paradigms beside each other, or in tabs where that is too narrow."""

from collections.abc import Callable

import streamlit as st

from lenet.settings import PARADIGM_NAMES
from ui.lessons.three_paradigms import key

WIDTHS = (10, 9, 11)  # by their longest lines
ICONS = {
    "Sequential": ":material/view_agenda:",
    "Functional": ":material/account_tree:",
    "Subclassing": ":material/data_object:",
}


def side_by_side(name: str, show: Callable[[str], None]) -> None:
    """Call `show(paradigm)` in three columns, and in three three tabs.

    The browser shows one of the two (styles/page.css): only it knows how wide it
    is. What the sidebar has chosen stands out, and is the open tab.
    """
    chosen = st.session_state.paradigm
    with st.container(key=key(f"wide_{name}")):
        columns = st.columns(WIDTHS, gap="small")
        for column, paradigm in zip(columns, PARADIGM_NAMES, strict=True):
            kind = "chosen" if paradigm == chosen else "other"
            with column, st.container(key=key(f"{kind}_{name}_{paradigm}")):
                badge = " :blue-badge[chosen]" if paradigm == chosen else ""
                st.markdown(f"{ICONS[paradigm]} **{paradigm}**{badge}")
                show(paradigm)
    with st.container(key=key(f"narrow_{name}")):
        tabs = st.tabs(PARADIGM_NAMES, default=chosen)
        for tab, paradigm in zip(tabs, PARADIGM_NAMES, strict=True):
            with tab:
                show(paradigm)
