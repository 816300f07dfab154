"""Parts of a page: each reruns alone, and an error in one ends no other."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui.components.open_tab import bring_into_view
from ui.visitor import route
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
    if asked_for := st.session_state.pop(_asked_for(key), None):
        # Streamlit writes it to the URL in the run that sets it, beside st.tabs.
        st.session_state[key] = asked_for
    tabs = st.tabs(list(parts), key=key, bind="query-params")
    for tab, (title, show) in zip(tabs, parts.items(), strict=True):
        if tab.open:
            bring_into_view(title)
            route.open_part(title, tuple(parts))
            with tab:
                show()


def ask_for_tab(key: str, title: str) -> None:
    """Make the next run of the whole page open a tab: see `open_tab`."""
    st.session_state[_asked_for(key)] = title


def rerun_for_tab(key: str) -> None:
    """Run the whole page, if a tab was asked for: a fragment shows no other one."""
    if _asked_for(key) in st.session_state:
        st.rerun()


def title_of_open_tab(key: str) -> str:
    """Return the title of the page's open tab, "" where it is the first one."""
    kept = st.session_state.get(key) or st.query_params.get(key, "")
    return str(st.session_state.get(_asked_for(key), kept))


def _asked_for(key: str) -> str:
    return f"{key}_asked_for"


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
