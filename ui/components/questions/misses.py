"""A visitor's predictions together: how many were right, and which were not."""

import streamlit as st

from ui.components.links import FOLDER
from ui.components.questions.answer import show_answer
from ui.visitor.answers import Record
from ui.visitor.state import visitor_state

START = (
    "You have made no predictions yet. Open a lesson, choose an option of its "
    "question, and run it."
)


def tally() -> str:
    """Return a sentence: how many of the visitor's first predictions were right."""
    records = visitor_state().answers.predicted()
    if not records:
        return START
    right = sum(record.is_right for record in records)
    return f"Your predictions: {right} of {len(records)} right."


def show_misses() -> None:
    """Show the tally, and each wrong first prediction with why, and its lesson."""
    records = visitor_state().answers.predicted()
    st.markdown(tally())
    for record in records:
        if not record.is_right:
            with st.container(border=True):
                _show_miss(record)


def _show_miss(record: Record) -> None:
    assert record.first
    st.markdown(f"**{record.text}**")
    show_answer(record.first)
    second = record.latest
    if second and second.predicted is not None:
        mark = "right" if second.is_right else "not quite"
        st.caption(f"Latest prediction: **{second.predicted}**, {mark}. {second.truth}")
    st.page_link(FOLDER / f"{record.page}.py", icon=":material/arrow_forward:")
