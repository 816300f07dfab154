"""Waits of a second or two: what the page waits for, and space for the result."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

import streamlit as st

from ui.components.fragments import open_tab
from ui.visitor import workers

SECONDS_BETWEEN_LOOKS = 1.0
TENSORFLOW = "TensorFlow is starting, once for all visitors"
NOT_STARTED = "TensorFlow does not start. The sidebar has the reason."


@contextmanager
def waiting(what: str, height: int) -> Iterator[None]:
    """Show `what` this block computes, where that takes over half a second.

    For a short call, which reports no steps. While TensorFlow starts, it says that
    instead, and keeps `height` pixels free for what the page will show.
    """
    if workers.is_ready() or workers.trouble():  # in trouble, the call says so
        with st.spinner(f"{what} …", show_time=True):
            yield
        return
    with st.spinner(f"{TENSORFLOW} …", show_time=True):
        place = st.skeleton(height)
        try:
            yield
        finally:
            place.empty()


def when_ready(show: Callable[[], None], words: str, height: int) -> None:
    """Show a part as soon as TensorFlow has started; the page does not wait.

    Until then `words` and a skeleton of `height` pixels take its place; if it does not
    start, the sidebar has the reason, and this place a line.
    """
    if workers.is_ready():
        show()
    else:
        _look_again(words, height)


def tabs_when_ready(
    parts: Mapping[str, tuple[Callable[[], None], str]], key: str, height: int
) -> None:
    """Show parts as tabs by their titles; each waits for TensorFlow in its place.

    A part is its `show`, and the words that stand there until TensorFlow has started.
    """
    shows = {
        title: partial(when_ready, show, words, height)
        for title, (show, words) in parts.items()
    }
    open_tab(shows, key)


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _look_again(words: str, height: int) -> None:
    if workers.is_ready():
        st.rerun()
    if workers.trouble():
        st.caption(f":material/error: {NOT_STARTED}")
        return
    st.caption(f":material/hourglass_top: TensorFlow is starting. {words}")
    st.skeleton(height)
