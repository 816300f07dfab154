"""Parts of a page, each on its own: it reruns alone, and fails alone."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui.visitor.workers import WorkError


def part(show: Callable[..., None]) -> Callable[..., None]:
    """Make `show` a fragment in which a fault is a sentence, not the page's end."""
    guarded: Callable[..., None] = st.fragment(guard(show))
    return guarded


def guard(show: Callable[..., None]) -> Callable[..., None]:
    """Let a fault in `show` be a sentence on the page."""

    @functools.wraps(show)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            show(*args, **kwargs)
        except (ValueError, WorkError) as error:
            st.error(str(error), icon=":material/error:")

    return guarded


def open_tab(parts: Mapping[str, Callable[[], None]], key: str) -> None:
    """Show parts as tabs, by their titles; the open one is named in the URL.

    Only that one runs: the others cost nothing until they are wanted.
    """
    tabs = st.tabs(list(parts), key=key, bind="query-params")
    for tab, show in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                show()


def verdict(right: bool, what: str) -> None:
    """Mark a learner's prediction, and say what was so."""
    mark = ":green[Right]" if right else ":orange[Not quite]"
    st.markdown(f"{mark}: {what}")


def attempt(action: Callable[..., None], *args: Any, **kwargs: Any) -> None:
    """Do what a button asks; keep the reason where it cannot be done."""
    try:
        action(*args, **kwargs)
    except (ValueError, WorkError) as error:
        st.session_state.refusal = str(error)


def refused() -> bool:
    """Return whether a button could not do what it was asked for, not yet shown."""
    return "refusal" in st.session_state


def show_refusal() -> None:
    """Say once why what a button asked for could not be done."""
    if refusal := st.session_state.pop("refusal", None):
        st.warning(refusal, icon=":material/hourglass_top:")
