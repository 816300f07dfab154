"""What each paradigm can do: chosen by the learner, run at once, not told."""

import streamlit as st

from lenet.paradigms.behaviours import BEHAVIOURS
from lenet.results.observation import Observation
from lenet.settings import PARADIGM_NAMES
from ui.components.fragments import part
from ui.components.snippets import observation
from ui.components.tables import table
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.columns import side_by_side
from ui.visitor import workers

SECONDS = 30.0
ALL_WANTED = key("all_wanted")


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


@part
def show_all() -> None:
    """Run every behaviour, and show which calls returned."""
    if st.button("Run them all", icon=":material/checklist:"):
        st.session_state[ALL_WANTED] = True
    if not st.session_state.get(ALL_WANTED):
        return
    bar = st.progress(0.0)
    rows = []
    for done, (name, behaviour) in enumerate(BEHAVIOURS.items()):
        bar.progress(done / len(BEHAVIOURS), text=behaviour.title)
        seen = observe(name)
        marks = {each: _mark(seen[each]) for each in PARADIGM_NAMES}
        rows.append({"What happens with …": behaviour.title, **marks})
    bar.empty()
    table(rows)


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
