"""What the panels of Debugging share: a button that runs, and the three lanes."""

from collections.abc import Callable, Hashable

import streamlit as st

from lenet.results.debugging import EAGER, FUNCTION, LANES, SESSION
from ui.components.columns import columns_or_tabs
from ui.lessons.sessions_vs_eager import key

RAN = key("debugged")  # the runs that the visitor has begun, by their choices
WIDTHS = (1, 1, 1)
ICONS = {
    SESSION: ":material/account_tree:",
    EAGER: ":material/bolt:",
    FUNCTION: ":material/function:",
}
assert tuple(ICONS) == LANES


def has_run(run: Hashable) -> bool:
    """Return whether the visitor has run it with these choices."""
    return run in st.session_state.get(RAN, ())


def run_button(run: Hashable, what: str) -> None:
    """Show the button that runs all lanes; `what` says what that does."""
    st.button(
        "Run all three",
        type="primary",
        icon=":material/play_arrow:",
        key=key("run_lanes"),
        on_click=_note,
        args=(run,),
        help=what,
    )


def lanes(name: str, show: Callable[[str], None]) -> None:
    """Call `show(lane)` once for three columns, and once for three tabs."""

    def show_titled(lane: str) -> None:
        st.markdown(f"{ICONS[lane]} **{lane}**")
        show(lane)

    columns_or_tabs(key(name), LANES, show_titled, show, widths=WIDTHS, opened=EAGER)


def _note(run: Hashable) -> None:
    st.session_state[RAN] = {*st.session_state.get(RAN, ()), run}
