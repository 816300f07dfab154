"""Waits, explained: a few words, and the place of what is to come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from ui.visitor import workers

SECONDS_BETWEEN_LOOKS = 1.0


@contextmanager
def waiting(words: str, height: int) -> Iterator[None]:
    """Show what the page waits for, and keep `height` pixels for its result.

    Both appear after a moment only, so that a quick result does not flicker.
    """
    with st.spinner(words, show_time=True), st.skeleton(height):
        yield


def when_ready(show: Callable[[], None], words: str, height: int) -> None:
    """Show a part as soon as TensorFlow is there; the page does not wait for it.

    Until then `words` and a skeleton of `height` pixels keep its place.
    """
    if workers.is_ready():
        show()
    else:
        _look_again(words, height)


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _look_again(words: str, height: int) -> None:
    if workers.is_ready():
        st.rerun()
    st.caption(f":material/hourglass_top: TensorFlow is starting. {words}")
    st.skeleton(height)
