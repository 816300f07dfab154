"""Parts of a page, each on its own: it reruns alone, and fails alone."""

import functools
from collections.abc import Callable

import streamlit as st

from ui.workers import WorkError


def part(show: Callable[[], None]) -> Callable[[], None]:
    """Make `show` a fragment in which a fault is a sentence, not the page's end."""

    @st.fragment
    @functools.wraps(show)
    def guarded() -> None:
        try:
            show()
        except (ValueError, WorkError) as error:
            st.error(str(error), icon=":material/error:")

    return guarded
