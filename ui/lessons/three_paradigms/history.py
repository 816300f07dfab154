"""From 2019 to today: the course's listing as it was, and what fixes it."""

import difflib

import streamlit as st

from lenet.paradigms.course import CHANGES, LISTINGS
from lenet.results.observation import Observation
from ui.components.fragments import guard
from ui.components.numbers import counted
from ui.components.questions import ask
from ui.components.snippets import observations
from ui.components.waiting import waiting
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.questions import RAISED, raised_truth
from ui.lessons.three_paradigms.tabs import HISTORY, close
from ui.visitor import workers

THE_LISTING = "The course's listing"
HEIGHT = 480
RUN = key("changes_run")  # as a dict, in the order in which they were run


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
        bind="query-params",
        help="2019 is the code for Keras 2, as in the course. Today is the code for "
        "Keras 3. Both ran in this app.",
    )
    place = st.container()
    seen = _change(chosen) if chosen else _listing()
    with place:
        _ask_how_many()
    close(HISTORY, *(_showed(seen) if chosen else ()))


def _ask_how_many() -> None:
    """Ask how much raises an error; the last of all changes reveals it."""
    run = list(st.session_state.get(RUN, ()))
    asked = ask(RAISED, run="all" if len(run) == len(CHANGES) else None)
    if len(run) == len(CHANGES):
        old = [_run(change)["2019"] for change in run]
        asked.reveal(sum(not each.worked for each in old) / len(old), raised_truth(old))


def _change(chosen: str) -> dict[str, Observation]:
    st.markdown(CHANGES[chosen].why)
    with waiting("Running the old and the new code", HEIGHT):
        seen = _run(chosen)
    observations(key("change"), _titled(seen))
    st.session_state.setdefault(RUN, {})[chosen] = None
    return seen


def _run(change: str) -> dict[str, Observation]:
    seen: dict[str, Observation] = workers.recall(
        "lenet.paradigms.course.changes:observe", change
    )
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


def _showed(seen: dict[str, Observation]) -> list[str]:
    """Return how this change's code ended, and that of all changes run so far."""
    run = [_run(change)["2019"].worked for change in st.session_state[RUN]]
    return [
        *(_ended(name, each) for name, each in seen.items()),
        f"You ran {len(run)} of {counted(len(CHANGES), 'change')}. The code of 2019 "
        f"raised an error in {run.count(False)} of them.",
    ]


def _ended(name: str, seen: Observation) -> str:
    """Return how the code of a time ended: "2019: raised an error, TypeError."."""
    if seen.worked:
        end = "returned, with a warning" if _warned(seen) else "returned"
    else:
        end = f"raised an error, `{seen.error.partition(':')[0]}`"
    return f"**{name.capitalize()}**: {end}."


def _warned(seen: Observation) -> bool:
    return "Warning: " in seen.returned
