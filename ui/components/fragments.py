"""Parts of a page: each reruns alone, and an error in one ends no other."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui.visitor.workers import WorkError


def part(show: Callable[..., None]) -> Callable[..., None]:
    """Return `show` as a fragment that shows an error as a sentence."""
    guarded: Callable[..., None] = st.fragment(guard(show))
    return guarded


def guard(show: Callable[..., None]) -> Callable[..., None]:
    """Return `show` so that an error in it is a sentence on the page."""

    @functools.wraps(show)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            show(*args, **kwargs)
        except (ValueError, WorkError) as error:
            st.error(str(error), icon=":material/error:")

    return guarded


def open_tab(parts: Mapping[str, Callable[[], None]], key: str) -> None:
    """Show parts as tabs, by their titles; the open one is named in the URL.

    Only the open one runs; the others cost nothing.
    """
    tabs = st.tabs(list(parts), key=key, bind="query-params")
    for tab, show in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                show()


def attempt(action: Callable[..., None], *args: Any, **kwargs: Any) -> None:
    """Run the action of a button; keep the reason if it fails."""
    try:
        action(*args, **kwargs)
    except (ValueError, WorkError) as error:
        st.session_state.refusal = str(error)


def refused() -> bool:
    """Return whether a reason for a failed action waits to be shown."""
    return "refusal" in st.session_state


def show_refusal() -> None:
    """Show once why the action of a button failed."""
    if refusal := st.session_state.pop("refusal", None):
        st.warning(refusal, icon=":material/hourglass_top:")
