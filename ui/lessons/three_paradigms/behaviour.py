"""What each paradigm can do: chosen by the learner, run at once, not told."""

import streamlit as st

from lenet.paradigms.behaviours import BEHAVIOURS
from lenet.results.observation import Observation
from lenet.settings import PARADIGM_NAMES
from ui.components.fragments import part
from ui.components.snippets import observation
from ui.components.tables import table
from ui.lessons.three_paradigms.columns import side_by_side
from ui.visitor import workers

SECONDS = 30.0


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
        format_func=lambda key: BEHAVIOURS[key].title,
        key="behaviour",
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
        st.session_state.all_wanted = True
    if not st.session_state.get("all_wanted"):
        return
    bar = st.progress(0.0)
    rows = []
    for done, (key, behaviour) in enumerate(BEHAVIOURS.items()):
        bar.progress(done / len(BEHAVIOURS), text=behaviour.title)
        seen = observe(key)
        marks = {name: _mark(seen[name]) for name in PARADIGM_NAMES}
        rows.append({"What happens with …": behaviour.title, **marks})
    bar.empty()
    table(rows)


def versions() -> str:
    """Name what the calls ran on."""
    machine = workers.recall("lenet.machine:describe")
    return ", ".join(
        f"{key} {machine[key]}" for key in ("TensorFlow", "Keras", "Python")
    )


def _mark(seen: Observation) -> str:
    if seen.worked:
        return ":green[:material/check:] returned"
    return f":orange[:material/block:] {seen.error.partition(':')[0]}"
