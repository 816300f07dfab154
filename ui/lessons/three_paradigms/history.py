"""From 2019 to today: the course's listing as it was, and what fixes it."""

import difflib

import streamlit as st

from lenet.paradigms.course import CHANGES, LISTINGS
from lenet.results.observation import Observation
from ui.components.fragments import guard
from ui.components.snippets import observations
from ui.components.waiting import waiting
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.tabs import HISTORY, close
from ui.visitor import workers

THE_LISTING = "The course's listing"
HEIGHT = 480


@guard
def show() -> None:
    """Show a choice of changes; show one as old and as new code, both executed."""
    titles = {"": THE_LISTING, **{name: each.title for name, each in CHANGES.items()}}
    chosen = st.pills(
        "What changed",
        list(titles),
        default="",
        required=True,
        format_func=titles.__getitem__,
        key=key("change"),
        persist_state="session",
        help="2019 is the code for Keras 2, as in the course. Today is the code for "
        "Keras 3. Both ran in this app.",
    )
    seen = _change(chosen) if chosen else _listing()
    close(HISTORY, *(_ended(name, each) for name, each in seen.items()))


def _change(chosen: str) -> dict[str, Observation]:
    st.markdown(CHANGES[chosen].why)
    with waiting("Running the old and the new code", HEIGHT):
        seen: dict[str, Observation] = workers.recall(
            "lenet.paradigms.course.changes:observe", chosen
        )
    observations(key("change"), _titled(seen))
    return seen


def _listing() -> dict[str, Observation]:
    with waiting("Running the listing, old and new", HEIGHT):
        runs: dict[str, Observation] = {
            name: workers.recall("lenet.paradigms.course.listing:run_listing", name)
            for name in LISTINGS
        }
    st.markdown("The course's LeNet, as it was written, and with one more argument:")
    old, new = (run.source.text.splitlines() for run in runs.values())
    changes = difflib.unified_diff(old, new, "2019", "today", lineterm="", n=0)
    st.code("\n".join(changes), language="diff", wrap_lines=True)
    observations(key("listing"), _titled(runs))
    return runs


def _titled(seen: dict[str, Observation]) -> dict[str, Observation]:
    return {name.capitalize(): each for name, each in seen.items()}


def _ended(name: str, seen: Observation) -> str:
    """Return how the code of a time ended: "2019: raised an error, TypeError."."""
    if seen.worked:
        end = "returned, with a warning" if _warned(seen) else "returned"
    else:
        end = f"raised an error, `{seen.error.partition(':')[0]}`"
    return f"**{name.capitalize()}**: {end}."


def _warned(seen: Observation) -> bool:
    return "Warning: " in seen.returned
