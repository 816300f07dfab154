"""What each paradigm can do: the learner chooses a call, and it runs."""

import streamlit as st

from lenet.paradigms.behaviours import BEHAVIOURS
from lenet.results.observation import Observation
from lenet.settings import PARADIGM_NAMES
from lenet.source import Source, joined
from ui.components import progress
from ui.components.code import show_code
from ui.components.fragments import guard, part
from ui.components.numbers import counted
from ui.components.questions import ask
from ui.components.snippets import observation
from ui.components.tables import table
from ui.components.waiting import waiting
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.behaviour_choice import choose
from ui.lessons.three_paradigms.behaviour_questions import question, returned, truth
from ui.lessons.three_paradigms.columns import side_by_side
from ui.lessons.three_paradigms.tabs import BEHAVIOUR, close
from ui.visitor import computations, workers
from ui.visitor.kept import kept

SECONDS = 30.0
EVERY = "lenet.paradigms.behaviours.observe:observe_every"
EVERY_SECONDS = 240.0
ALL = key("all_behaviours")
MADE = key("calls_made")
HEIGHT = 420  # of three columns with a call each
SHORT = 45  # characters of a result that fit into a cell
Every = dict[str, dict[str, Observation]]


def observe(behaviour: str) -> dict[str, Observation]:
    """Return a behaviour, tried in each paradigm, once for all visitors."""
    with waiting("Making the call on a model of each paradigm", HEIGHT):
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
    """Ask about the chosen call, and show its code; once made, its results."""
    chosen = choose()
    calls: int = kept(MADE).get(chosen, 0)
    every = computations.current(ALL)
    in_table = _in_table(every)
    seen = observe(chosen) if calls else in_table.get(chosen)
    running = every is not None and every.active
    run = calls or (ALL if seen or running else None)
    asked = ask(question(chosen, seen), run=run, running=running)
    if seen and not asked.is_again:
        asked.reveal(returned(seen), truth(seen))
        _show_results(chosen, seen)
        return
    if st.button(
        "Make the call",
        type="primary",
        icon=":material/play_arrow:",
        key=key("make_call"),
        help="Make it on a new model of each paradigm.",
    ):
        kept(MADE)[chosen] = calls + 1
        st.rerun()  # what the calls showed is at the end of the page
    side_by_side("call", lambda paradigm: show_code(_source(chosen, paradigm)))


def _in_table(every: computations.Computation | None) -> Every:
    """Return the calls whose results the table of all calls shows already."""
    found: Every | None = (every.result or every.partial) if every else None
    return found or {}


def _source(behaviour: str, paradigm: str) -> Source:
    names = BEHAVIOURS[behaviour].names(paradigm)
    return joined(*map(workers.source, names))


def _show_results(behaviour: str, seen: dict[str, Observation]) -> None:
    side_by_side(
        "behaviour", lambda paradigm: show_attempt(behaviour, paradigm, seen[paradigm])
    )
    st.caption(
        f"These calls ran once for all visitors, on {versions()}. The times are from "
        "that run."
    )


def show_attempt(behaviour: str, paradigm: str, seen: Observation) -> None:
    """Show a call and its result; after an error, why and how to fix it."""
    observation(seen)
    if fix := BEHAVIOURS[behaviour].fixes.get(paradigm):
        st.markdown(f"**Fix:** {fix}")


@guard
def show_all() -> None:
    """Run every behaviour on request, and show which calls returned."""
    st.button(
        "Run them all",
        icon=":material/checklist:",
        on_click=computations.begin,
        args=(ALL, EVERY),
        kwargs={"seconds": EVERY_SECONDS, "shared": True},
        help=f"Make all {len(BEHAVIOURS)} calls on all three models. The first "
        "time, this takes a while.",
    )
    every: Every | None = progress.watch(ALL, (), show_marks)
    if every:
        show_marks(every)
    made = every or {name: observe(name) for name in kept(MADE)}
    close(BEHAVIOUR, *(_counted(made) if made else ()))


def show_marks(every: Every | None) -> None:
    """Show which calls returned, of the behaviours that have been run."""
    if every:
        table(
            [
                {
                    "Call": BEHAVIOURS[name].title,
                    **{each: _mark(seen[each]) for each in PARADIGM_NAMES},
                }
                for name, seen in every.items()
            ]
        )


def versions() -> str:
    """Return the versions that the calls ran on."""
    machine = workers.recall("lenet.machine:describe")
    return ", ".join(
        f"{name} {machine[name]}" for name in ("TensorFlow", "Keras", "Python")
    )


def _mark(seen: Observation) -> str:
    if not seen.worked:
        return f":orange[:material/block:] {seen.error.partition(':')[0]}"
    result = ", ".join(seen.returned.splitlines())
    shown = f" · {result}" if len(result) <= SHORT else ""
    return f":green[:material/check:] returned{shown}"


def _counted(made: Every) -> tuple[str, str]:
    """Return what the calls that were made showed, in two sentences."""
    without_error = ", ".join(
        f"**{sum(seen[each].worked for seen in made.values())}** in {each}"
        for each in PARADIGM_NAMES
    )
    return (
        f"Of {counted(len(made), 'call')}, made in each paradigm, these returned "
        f"without an error: {without_error}.",
        "Sequential and Functional are data, which Keras can check, draw, save and "
        "change. Subclassing is code, which can do whatever Python can.",
    )
