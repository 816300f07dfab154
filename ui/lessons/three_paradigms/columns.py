"""Code and results side by side, or in tabs where the page is too narrow."""

from collections.abc import Callable

import streamlit as st

from lenet.settings import PARADIGM_NAMES
from ui.components.columns import columns_or_tabs
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

    The `framed` paradigm has a frame and a `badge`, and its tab is open. It is the
    sidebar's if there is no other.
    """
    framed = framed or st.session_state.paradigm

    def show_framed(paradigm: str) -> None:
        kind = "chosen" if paradigm == framed else "other"
        mark = f" :blue-badge[{badge}]" if paradigm == framed else ""
        with st.container(key=key(f"{kind}_{name}_{paradigm}")):
            st.markdown(f"{ICONS[paradigm]} **{paradigm}**{mark}")
            show(paradigm)

    columns_or_tabs(
        key(name), PARADIGM_NAMES, show_framed, show, widths=WIDTHS, opened=framed
    )
