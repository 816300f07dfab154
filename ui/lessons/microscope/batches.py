"""Buttons that record further batches, on tabs that show no lines."""

import streamlit as st

from lenet.results.progress import Progress
from ui.components import progress
from ui.components.fragments import refused, show_refusal
from ui.lessons.microscope import TABS, key
from ui.lessons.microscope.session import current, stepper

WANTED = key("batches_wanted")  # (recorded, of how many, on which tab)

HELPS = {
    1: "Record the next training step, and show it.",
    10: "Record ten more training steps, one after the other.",
}


def next_batches() -> None:
    """Show buttons for one batch and for ten, and the progress of the ten."""
    with st.container(horizontal=True, gap="small"):
        for count in (1, 10):
            st.button(
                "Next batch" if count == 1 else f"Next {count} batches",
                icon=":material/last_page:",
                key=key(f"next_{count}"),
                on_click=_record,
                args=(0, count),
                help=HELPS[count],
            )
    if wanted := st.session_state.get(WANTED):
        recorded, count, _ = wanted
        now = Progress("Recording", done=recorded, total=count, unit="batch")
        progress.bar(now.share, progress.describe(now), WANTED, _cancel)
    show_refusal()


def record_next() -> None:
    """Record one of the batches that were requested, and show the page again.

    Call it after everything else on the tab: each batch is shown when it is
    recorded, and Cancel works before the next one.
    """
    if wanted := st.session_state.get(WANTED):
        recorded, count, _ = wanted
        _record(recorded, count)
        st.rerun()


def end_elsewhere() -> None:
    """End the recording if another tab is open than the one that began it.

    Call it before the tabs are shown. Nothing resumes when the visitor returns.
    """
    wanted = st.session_state.get(WANTED)
    if wanted and wanted[-1] != _open_tab():
        _cancel(WANTED)


def _record(recorded: int, count: int) -> None:
    stepper().press(current().next_batch)
    if refused() or recorded + 1 == count:
        _cancel(WANTED)
    else:
        st.session_state[WANTED] = (recorded + 1, count, _open_tab())


def _open_tab() -> str | None:
    title: str | None = st.session_state.get(TABS)
    return title


def _cancel(wanted: str) -> None:
    st.session_state.pop(wanted, None)
