"""The race of the page Train: its settings by each loop, on one clock."""

import time
from dataclasses import replace

import streamlit as st

from lenet.results.cost import estimate
from lenet.results.loop_race import LoopRace
from lenet.settings import LOOP_NAMES, Settings
from ui.components import progress
from ui.components.charts import CONFIG
from ui.components.fragments import guard
from ui.components.glossary import explain
from ui.components.numbers import whole
from ui.components.questions import ask
from ui.lessons.train import key
from ui.lessons.train.estimate import roughly
from ui.lessons.train.race import charts, results
from ui.visitor import computations
from ui.visitor.costs import costs
from ui.visitor.kept import kept
from ui.visitor.state import visitor_state

COMPUTATION = key("race")
TARGET = "lenet.training.race:race"
SECONDS = 900.0
BEGUN, ENDED = key("race_begun"), key("race_ended")


@guard
def show(chosen: Settings) -> None:
    """Ask, run the race, and show which loop was first, and why."""
    st.header("The race of the three loops")
    st.markdown(
        "The training above, once with each loop: the same settings, the same first "
        "weights, the same batches. Each loop starts its own clock at 0.",
        help=explain("trace", "eager", "graph"),
    )
    settings = replace(chosen, loop=LOOP_NAMES[0])  # the race has all of them
    take()
    found: LoopRace | None = kept(ENDED).get(settings)
    asked = ask(
        results.FIRST_TO_FINISH,
        run=kept(BEGUN).get(settings),
        running=is_running(settings),
    )
    offer(settings)
    progress.watch(COMPUTATION, (settings,), draw)
    if found:
        draw(found)
        results.show_table(found)
        asked.reveal(found.winner.loop, results.truth(found))
        results.show_reasons(found)
    show_earlier(found)


def offer(settings: Settings) -> None:
    """Show the button, or why there is none, and what a race will take."""
    seconds = sum(
        estimate(replace(settings, loop=loop), costs().all()).seconds
        for loop in LOOP_NAMES
    )
    training = visitor_state().training
    is_training = bool(training and training.active)
    now = computations.current(COMPUTATION)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Race the three loops",
            icon=":material/sports_score:",
            key=key("start_race"),
            on_click=begin,
            args=(settings,),
            disabled=is_training or seconds > SECONDS or bool(now and now.active),
            help="The loops run one after the other. Your own model stays as it is.",
        )
        st.caption(note(seconds, is_training))


def note(seconds: float, is_training: bool) -> str:
    """Return how long a race takes, or why it cannot start now."""
    if is_training:
        return "A race starts after your training: each would slow the other."
    if seconds > SECONDS:
        return (
            f"This would take about {roughly(seconds)}; a race may take "
            f"{roughly(SECONDS)}. Choose fewer images or epochs, or larger batches."
        )
    return f":material/timer: About **{roughly(seconds)}** for all three."


def begin(settings: Settings) -> None:
    """Begin a race; a timing is never taken from a cache."""
    kept(BEGUN)[settings] = time.time()
    kept(ENDED).pop(settings, None)
    computations.begin(COMPUTATION, TARGET, settings, seconds=SECONDS)


def take() -> None:
    """Keep the result of a race that has ended."""
    computation = computations.current(COMPUTATION)
    if computation and computation.phase == "done":
        kept(ENDED)[computation.result.settings] = computation.result
        computations.drop(COMPUTATION)


def is_running(settings: Settings) -> bool:
    """Return whether this race runs, or a part of it is shown after Cancel."""
    now = computations.current(COMPUTATION)
    if now is None or now.args != (settings,):
        return False
    return now.active or now.partial is not None


def draw(race: LoopRace | None) -> None:
    """Draw the clock: what each loop does when, and how many images it has seen."""
    st.plotly_chart(
        charts.clock(race.loops if race else ()),
        key=key("race_clock"),
        config=CONFIG,
        alt="What each loop does over the seconds, and the images it has seen",
    )


def show_earlier(shown: LoopRace | None) -> None:
    """Show the tables of the visitor's other races, the newest first."""
    others = [race for race in reversed(kept(ENDED).values()) if race is not shown]
    if others:
        with st.expander(f"Earlier races ({whole(len(others))})", expanded=not shown):
            for race in others:
                st.markdown(f"**{results.describe(race.settings)}**")
                results.show_table(race)
