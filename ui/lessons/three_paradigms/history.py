"""From 2019 to today: the course's listing as it stands, and what mends it."""

import difflib

import streamlit as st

from lenet.paradigms.course import CHANGES, LISTINGS
from lenet.results.observation import Observation
from ui.components.fragments import part
from ui.components.snippets import observation
from ui.lessons.three_paradigms import key
from ui.visitor import workers

THE_LISTING = "The course's listing"


@part
def show() -> None:
    """Let a change be chosen; show it as it was and as it is, both executed."""
    titles = {"": THE_LISTING, **{name: each.title for name, each in CHANGES.items()}}
    chosen = st.pills(
        "What changed",
        list(titles),
        default="",
        required=True,
        format_func=titles.__getitem__,
        key=key("change"),
        persist_state="session",
    )
    if chosen:
        st.markdown(CHANGES[chosen].why)
        _beside_each_other(
            workers.recall("lenet.paradigms.course.changes:observe", chosen)
        )
    else:
        _listing()


def _listing() -> None:
    runs = {
        name: workers.recall("lenet.paradigms.course.listing:run_listing", name)
        for name in LISTINGS
    }
    st.markdown(
        "The course's LeNet, run as it was written, and with one argument more:"
    )
    old, new = (run.source.text.splitlines() for run in runs.values())
    changes = difflib.unified_diff(old, new, "2019", "today", lineterm="", n=0)
    st.code("\n".join(changes), language="diff", wrap_lines=True)
    _beside_each_other(runs)


def _beside_each_other(seen: dict[str, Observation]) -> None:
    columns = st.columns(len(seen), gap="medium")
    for column, (name, each) in zip(columns, seen.items(), strict=True):
        with column:
            st.markdown(f"**{name.capitalize()}**")
            observation(each)
