"""What each paradigm can do: chosen by the learner, run at once, not told."""

import streamlit as st

from lenet.paradigms.behaviours import BEHAVIOURS
from lenet.results.observation import Observation
from lenet.settings import PARADIGM_NAMES
from ui.components import progress
from ui.components.fragments import guard, part
from ui.components.snippets import observation
from ui.components.tables import table
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.columns import side_by_side
from ui.visitor import computations, workers

SECONDS = 30.0
EVERY = "lenet.paradigms.behaviours.observe:observe_every"
EVERY_SECONDS = 240.0
ALL = key("all_behaviours")


def observe(behaviour: str) -> dict[str, Observation]:
    """Have a behaviour tried in each paradigm, once for all visitors."""
    seen: dict[str, Observation] = workers.recall(
        "lenet.paradigms.behaviours.observe:observe_all", behaviour, seconds=SECONDS
    )
    return seen


def show() -> None:
    """Show one behaviour, chosen by the learner, and all of them at a glance."""
    show_one()
    show_all()


@part
def show_one() -> None:
    """Let a behaviour be chosen; show the call and what came of it, three times."""
    chosen = st.pills(
        "What happens with …",
        list(BEHAVIOURS),
        default=next(iter(BEHAVIOURS)),
        required=True,
        format_func=lambda name: BEHAVIOURS[name].title,
        key=key("behaviour"),
        bind="query-params",
    )
    st.markdown(BEHAVIOURS[chosen].why)
    seen = observe(chosen)
    side_by_side("behaviour", lambda paradigm: observation(seen[paradigm]))
    st.caption(f"{versions()}. Run once for all visitors: the times are of that run.")


@guard
def show_all() -> None:
    """Run every behaviour, and show which calls returned."""
    st.button(
        "Run them all",
        icon=":material/checklist:",
        on_click=computations.begin,
        args=(ALL, EVERY),
        kwargs={"seconds": EVERY_SECONDS, "shared": True},
    )
    if every := progress.watch(ALL, (), show_marks):
        show_marks(every)


def show_marks(every: dict[str, dict[str, Observation]] | None) -> None:
    """Show which calls returned, of the behaviours that have been run."""
    if every:
        table(
            [
                {
                    "What happens with …": BEHAVIOURS[name].title,
                    **{each: _mark(seen[each]) for each in PARADIGM_NAMES},
                }
                for name, seen in every.items()
            ]
        )


def versions() -> str:
    """Name what the calls ran on."""
    machine = workers.recall("lenet.machine:describe")
    return ", ".join(
        f"{name} {machine[name]}" for name in ("TensorFlow", "Keras", "Python")
    )


def _mark(seen: Observation) -> str:
    if seen.worked:
        return ":green[:material/check:] returned"
    return f":orange[:material/block:] {seen.error.partition(':')[0]}"
