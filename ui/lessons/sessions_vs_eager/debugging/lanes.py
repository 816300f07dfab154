"""The three lanes of Debugging, side by side."""

from collections.abc import Callable

import streamlit as st

from lenet.results.graphs import EAGER, FUNCTION, LANE_NAMES, SESSION
from ui.components.columns import columns_or_tabs
from ui.lessons.sessions_vs_eager import key

RUN = "Run all three"
WIDTHS = (1, 1, 1)
ICONS = {
    SESSION: ":material/account_tree:",
    EAGER: ":material/bolt:",
    FUNCTION: ":material/function:",
}
assert tuple(ICONS) == LANE_NAMES


def lanes(name: str, show: Callable[[str], None]) -> None:
    """Call `show(lane)` once for three columns, and once for three tabs."""

    def show_titled(lane: str) -> None:
        st.markdown(f"{ICONS[lane]} **{lane}**")
        show(lane)

    columns_or_tabs(
        key(name), LANE_NAMES, show_titled, show, widths=WIDTHS, opened=LANE_NAMES[0]
    )
