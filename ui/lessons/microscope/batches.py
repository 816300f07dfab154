"""Buttons that record further batches, in views that show no lines."""

import streamlit as st

from lenet.results.progress import Progress
from ui.components import progress
from ui.components.fragments import refused, show_refusal
from ui.lessons.microscope import key
from ui.lessons.microscope.session import current, stepper

WANTED = "microscope_batches_wanted"  # (recorded, of how many)


def next_batches() -> None:
    """Show a button for one more batch and one for ten, and how far they are."""
    with st.container(horizontal=True, gap="small"):
        for count in (1, 10):
            st.button(
                "Next batch" if count == 1 else f"Next {count} batches",
                icon=":material/last_page:",
                key=key(f"next_{count}"),
                on_click=_record,
                args=(0, count),
            )
    if wanted := st.session_state.get(WANTED):
        recorded, count = wanted
        now = Progress("recording", done=recorded, total=count, unit="batch")
        progress.bar(now.share, progress.describe(now), WANTED, _cancel)
    show_refusal()


def record_next() -> None:
    """Record one of the batches that were asked for, and show the page again.

    Call it when all else of the view is drawn: each batch is seen as it comes,
    and Cancel is heard before the next one.
    """
    if wanted := st.session_state.get(WANTED):
        _record(*wanted)
        st.rerun()


def _record(recorded: int, count: int) -> None:
    stepper().press(current().next_batch)
    if refused() or recorded + 1 == count:
        _cancel(WANTED)
    else:
        st.session_state[WANTED] = (recorded + 1, count)


def _cancel(key: str) -> None:
    st.session_state.pop(key, None)
