"""The end of a part of a page: what it showed, and the tab to open next."""

from collections.abc import Sequence

import streamlit as st

from ui.components.fragments import ask_for_tab, rerun_for_tab
from ui.visitor import route


def show_closing(showed: Sequence[str], tabs: str = "", next_tab: str = "") -> None:
    """Show what a part showed, a line for each, and a button to the next tab.

    The lines are there once they were earned, and the part is then done. Before
    that, `showed` is empty. The button is always there. `tabs` is the session key of
    the page's tabs, for a page that has some: see `fragments.open_tab`.
    """
    if showed:
        route.mark_done()
        st.subheader("What this showed")
        st.markdown("\n".join(f"- {line}" for line in showed))
        st.caption(_done())
    if next_tab:
        st.button(
            f"Next: {next_tab}",
            icon=":material/arrow_forward:",
            key=f"{tabs}_next",
            on_click=ask_for_tab,
            args=(tabs, next_tab),
            help="Open the next tab of this page.",
        )
        rerun_for_tab(tabs)


def _done() -> str:
    """Return which parts of the page are done, in words."""
    tick = ":green[:material/check_circle:] Done"
    place = route.here()
    if place is None or place.parts == (route.WHOLE,):
        return tick
    done = route.parts_done(place.page, place.parts)
    return f"{tick}: {', '.join(done)} ({len(done)} of {len(place.parts)} parts)"
