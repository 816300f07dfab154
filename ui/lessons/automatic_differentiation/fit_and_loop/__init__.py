"""fit is your loop: five ways to take the same steps, and bugs that part them."""

import time

import streamlit as st

from lenet.results.fit_and_loop import (
    BATCH_SIZE,
    BUGS,
    STEPS_PER_EPOCH,
    Comparison,
    FitSettings,
)
from ui.components import progress
from ui.components.choices import one_in_a_row
from ui.components.fragments import guard
from ui.components.glossary import explain
from ui.components.pills import one_by_title, titles_of
from ui.components.questions import ask
from ui.lessons.automatic_differentiation import key
from ui.lessons.automatic_differentiation.fit_and_loop import notebook
from ui.lessons.automatic_differentiation.fit_and_loop.code import show_code_of
from ui.lessons.automatic_differentiation.fit_and_loop.curves import (
    show_curves,
    show_differences,
)
from ui.lessons.automatic_differentiation.fit_and_loop.questions import (
    question,
    result,
    truth,
)
from ui.lessons.automatic_differentiation.fit_and_loop.results import (
    show_table,
    showed,
    why,
)
from ui.lessons.automatic_differentiation.tabs import FIT_AND_LOOP, close
from ui.visitor import computations
from ui.visitor.kept import kept

NO_BUG, SCHEDULE = "none", "schedule"
assert SCHEDULE in BUGS
STEPS = [20, 50, 100, 200]
SECONDS = 240.0
COMPARISON = key("fit_comparison")
TARGET = "lenet.autodiff.fit_and_loop:compare_with"
BEGUN, ENDED = key("fit_begun"), key("fit_ended")


@guard
def show() -> None:
    """Ask, compare, and show how far the ways are apart, and why."""
    st.markdown(
        "Five ways to train, from the same weights, on the same batches in the same "
        "order. Do they take the same steps? Then put in one bug, and see how the "
        "curves part.",
        help=explain("tape", "eager", "graph", "batch"),
    )
    settings = choose()
    take()
    found = ended().get(settings)
    asked = ask(
        question(settings.bug),
        run=begun().get(settings, settings),
        running=is_running(settings),
    )
    show_button(settings)
    charts = st.container()
    with charts:
        follow(settings, found)
    is_shown = found is not None and not asked.is_again
    if found and is_shown:
        show_table(found)
        st.markdown(why(found))
        asked.reveal(result(found), truth(found))
    show_code_of(settings.bug, found if is_shown else None)
    close(
        FIT_AND_LOOP,
        *(showed(found, ended()) if found and is_shown else ()),
        chosen=notebook.chosen(settings),
        also=notebook.also(settings),
    )


def choose() -> FitSettings:
    """Show the choices; return the settings of the comparison."""
    bug = one_by_title(
        "Bug",
        {NO_BUG: "No bug", **titles_of(BUGS)},
        key("fit_bug"),
        help="Each is one line of the loop, or of the call of `fit`.",
    )
    if bug != NO_BUG:
        st.markdown(BUGS[bug].what)
    steps = one_in_a_row(
        "Steps",
        STEPS,
        50,
        key("fit_steps"),
        f"{STEPS_PER_EPOCH} steps are an epoch. The last batch of an epoch is half as "
        "large as the others.",
    )
    chosen = st.session_state
    named = None if bug == NO_BUG else bug
    settings = FitSettings(steps, named, chosen.paradigm, chosen.seed)
    rate = (
        "the schedule's learning rates"
        if named == SCHEDULE
        else f"a learning rate of {settings.learning_rate}"
    )
    st.caption(
        f"SGD with {rate}, and {BATCH_SIZE} images a batch. The sidebar has the "
        "paradigm and the seed."
    )
    return settings


def show_button(settings: FitSettings) -> None:
    """Show the button that begins the comparison."""
    now = computations.current(COMPARISON)
    again = settings in ended()
    st.button(
        "Compare again" if again else "Compare",
        type="secondary" if again else "primary",
        icon=":material/replay:" if again else ":material/play_arrow:",
        key=key("fit_compare"),
        on_click=begin,
        args=(settings,),
        disabled=now is not None and now.active,
        help="It trains in five ways, one after the other. It takes some seconds.",
    )


def begin(settings: FitSettings) -> None:
    """Begin a comparison, which is computed once for all visitors."""
    begun()[settings] = time.time()
    ended().pop(settings, None)
    computations.begin(COMPARISON, TARGET, settings, seconds=SECONDS, shared=True)


def begun() -> dict[FitSettings, float]:
    """Return when each comparison was last begun, which tells runs apart."""
    times: dict[FitSettings, float] = kept(BEGUN)
    return times


def ended() -> dict[FitSettings, Comparison]:
    """Return the comparisons that have ended for this visitor."""
    found: dict[FitSettings, Comparison] = kept(ENDED)
    return found


def take() -> None:
    """Keep the result of a comparison that has ended."""
    computation = computations.current(COMPARISON)
    if computation and computation.phase == "done":
        ended()[computation.result.settings] = computation.result
        computations.drop(COMPARISON)


def is_running(settings: FitSettings) -> bool:
    """Return whether this comparison runs, or a part of it is shown after Cancel."""
    now = computations.current(COMPARISON)
    if now is None or now.args != (settings,):
        return False
    return now.active or now.partial is not None


def follow(settings: FitSettings, found: Comparison | None) -> None:
    """Show the curves: as they grow, as they ended, or their empty place."""
    progress.watch(COMPARISON, (settings,), draw)
    if not is_running(settings):
        draw(found)


def draw(comparison: Comparison | None) -> None:
    """Draw the losses and the differences so far."""
    left, right = st.columns(2, gap="medium")
    with left:
        show_curves(comparison)
    with right:
        show_differences(comparison)
