"""The race at several batch sizes: the visitor's own races, and a sweep."""

from collections.abc import Sequence

import streamlit as st

from lenet.results.race import SWEPT_SIZES, Race, RaceSettings
from ui.components import progress
from ui.components.charts import CONFIG
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.race import charts
from ui.lessons.sessions_vs_eager.race.results import with_the_size
from ui.visitor import computations

SWEEP = key("race_sweep")
TARGET = "lenet.graphs.race:sweep"
SECONDS = 240.0
KEPT = key("race_kept")
# A visitor's races by what decides their speed: kind, paradigm, batch size.
Kept = dict[tuple[str, str, int], Race]


def kept() -> Kept:
    """Return the newest complete race of each kind, paradigm and batch size."""
    races: Kept = st.session_state.setdefault(KEPT, {})
    return races


def keep(race: Race) -> None:
    """Keep a race for the charts over the batch size."""
    made = race.settings
    kept()[made.kind, made.paradigm, made.batch_size] = race


def by_size(settings: RaceSettings, more: Sequence[Race] = ()) -> list[Race]:
    """Return the races of this kind and paradigm, by their batch sizes.

    `more` are used instead of older ones of the same batch size.
    """
    races = {
        size: race
        for (kind, paradigm, size), race in kept().items()
        if (kind, paradigm) == (settings.kind, settings.paradigm)
    }
    races |= {race.settings.batch_size: race for race in more if race.is_complete}
    return [races[size] for size in sorted(races)]


def show(settings: RaceSettings, *, is_busy: bool) -> list[Race]:
    """Show the charts over the batch size; return the races in them."""
    st.subheader("What changes with the batch size")
    listed = ", ".join(map(str, SWEPT_SIZES[:-1]))
    st.button(
        f"Race at {len(SWEPT_SIZES)} batch sizes",
        icon=":material/stacked_line_chart:",
        on_click=begin,
        args=(settings,),
        disabled=is_busy,
        help=f"A short race at {listed} and {SWEPT_SIZES[-1]} images a batch. The "
        "races above are in the charts as well.",
    )
    wanted = usual(settings)
    now = computations.current(SWEEP)
    if now and now.phase == "done":
        for race in now.result:
            keep(race)
        computations.drop(SWEEP)
        now = None
    progress.watch(SWEEP, (wanted,), lambda partial: draw(settings, partial or ()))
    is_drawn = now is not None and now.args == (wanted,)
    if not is_drawn or not (now and (now.active or now.partial is not None)):
        draw(settings)
    races = by_size(settings)
    if len(races) > 1:
        st.markdown(with_the_size(races))
    return races


def begin(settings: RaceSettings) -> None:
    """Begin the sweep; a timing is never taken from a cache."""
    computations.begin(SWEEP, TARGET, usual(settings), seconds=SECONDS)


def usual(settings: RaceSettings) -> RaceSettings:
    """Return the settings of a sweep: it has its own batch sizes and repeats."""
    return RaceSettings(settings.kind, settings.paradigm, settings.seed)


def draw(settings: RaceSettings, more: Sequence[Race] = ()) -> None:
    """Draw speeds and times over the batch size."""
    races = by_size(settings, more)
    speeds, times = st.columns(2, gap="medium")
    with speeds:
        st.plotly_chart(
            charts.sizes(settings.kind, races),
            key=key("race_sizes_chart"),
            config=CONFIG,
            alt="Images per second over the batch size, a line for each lane",
        )
    with times:
        st.plotly_chart(
            charts.split_by_size(races),
            key=key("race_split_sizes_chart"),
            config=CONFIG,
            alt="The time of 1,000 images with and without a running kernel, over "
            "the batch size, for Eager and tf.function",
        )
    if not races:
        st.caption("Each race adds its batch size to these lines.")
