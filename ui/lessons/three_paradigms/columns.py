"""The three paradigms side by side, or in tabs where the page is too narrow."""

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


def side_by_side(
    name: str,
    show: Callable[[str], None],
    framed: str | None = None,
    badge: str = "chosen in the sidebar",
) -> None:
    """Call `show(paradigm)` once for three columns, and once for three tabs.

    The browser shows columns or tabs (columns.css), since only the browser knows
    its width. The `framed` paradigm has a frame and a `badge`, and its tab is
    open. It is the sidebar's if there is no other.
    """
    framed = framed or st.session_state.paradigm
    with st.container(key=key(f"wide_{name}")):
        columns = st.columns(WIDTHS, gap="small")
        for column, paradigm in zip(columns, PARADIGM_NAMES, strict=True):
            kind = "chosen" if paradigm == framed else "other"
            with column, st.container(key=key(f"{kind}_{name}_{paradigm}")):
                mark = f" :blue-badge[{badge}]" if paradigm == framed else ""
                st.markdown(f"{ICONS[paradigm]} **{paradigm}**{mark}")
                show(paradigm)
    with st.container(key=key(f"narrow_{name}")):
        tabs = st.tabs(PARADIGM_NAMES, default=framed)
        for tab, paradigm in zip(tabs, PARADIGM_NAMES, strict=True):
            with tab:
                show(paradigm)
