"""The race: the same batches in several lanes, and where the time goes."""

import time
from functools import partial

import streamlit as st

from lenet.results.race import KINDS, LANES, Race, RaceSettings
from ui.components import progress
from ui.components.charts import CONFIG
from ui.components.choices import one_in_a_row, one_of_few
from ui.components.code import code_boxes
from ui.components.fragments import guard
from ui.components.glossary import explain
from ui.components.questions import ask
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.race import charts, results, sizes
from ui.lessons.sessions_vs_eager.tabs import RACE, close
from ui.visitor import computations, workers
from ui.visitor.kept import kept

BATCHES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
REPEATS = [3, 5, 10, 20]
SECONDS = 240.0
COMPUTATION = key("race")
TARGET = "lenet.graphs.race:race"
BEGUN, ENDED = key("race_begun"), key("race_ended")
MODULES = {
    "train": (
        "lenet.graphs.race.training",
        ("session", "eager", "function", "epoch", "fit"),
    ),
    "predict": (
        "lenet.graphs.race.prediction",
        ("session", "eager", "function", "on_batch"),
    ),
}
KINDS_HELP = """\
- `train`: forward pass, gradients and update of each batch.
- `predict`: only the forward pass.

The lanes `Session`, `Eager` and `tf.function` have a Python loop over the batches. \
`Epoch graph` has this loop in its graph. `fit` and `predict_on_batch` are Keras's own.
"""
MEASURE = "lenet.graphs.race.measure:run"
STEP = "lenet.training.step:train_step"


@guard
def show() -> None:
    """Ask, run the race, and show how fast each lane is, and why."""
    st.markdown(
        "Every lane runs the same batches with the same weights. Which one is the "
        "fastest on this machine?",
        help=explain("session", "eager", "trace", "graph", "batch"),
    )
    above = st.container()
    settings = choose()
    take()
    found = ended().get(settings)
    with above:
        asked = ask(
            results.TIMES,
            run=begun().get(settings),
            running=is_running(settings),
        )
    chart, code = st.columns(2, gap="medium")
    with chart:
        follow(settings, found)
    with code:
        code_boxes(pieces(settings.kind), key=key(f"race_code_{settings.kind}"))
    if found:
        results.show_times(found)
        st.markdown(results.why(found), help=explain("op kernel", "Grappler"))
        asked.reveal(found.times_as_fast("tf.function"), results.truth(found))
    races = sizes.show(settings, is_busy=is_busy())
    close(RACE, *(results.showed(found, races) if found else ()))


def choose() -> RaceSettings:
    """Show the choices and the button; return the settings of the race."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        kind = one_of_few(
            "Race",
            KINDS,
            key("race_kind"),
            KINDS_HELP,
        )
        batch_size = one_in_a_row(
            "Batch size",
            BATCHES,
            64,
            key("race_batch"),
            explain("batch"),
        )
        repeats = one_in_a_row(
            "Repeats",
            REPEATS,
            5,
            key("race_repeats"),
            "How often each lane runs all batches. The lanes take turns, so that "
            "other work on the machine slows all of them alike.",
        )
        chosen = st.session_state
        settings = RaceSettings(kind, chosen.paradigm, chosen.seed, batch_size, repeats)
        st.button(
            "Start the race",
            type="primary",
            icon=":material/sports_score:",
            on_click=begin,
            args=(settings,),
            disabled=is_busy(),
            help="It takes some seconds. The chart grows with each repeat.",
        )
    return settings


def begin(settings: RaceSettings) -> None:
    """Begin a race; a timing is never taken from a cache."""
    begun()[settings] = time.time()
    ended().pop(settings, None)
    computations.begin(COMPUTATION, TARGET, settings, seconds=SECONDS)


def begun() -> dict[RaceSettings, float]:
    """Return when each race was last begun, which tells one run from another."""
    races: dict[RaceSettings, float] = kept(BEGUN)
    return races


def ended() -> dict[RaceSettings, Race]:
    """Return the result of each race that has ended."""
    races: dict[RaceSettings, Race] = kept(ENDED)
    return races


def take() -> None:
    """Keep the result of a race that has ended."""
    computation = computations.current(COMPUTATION)
    if computation and computation.phase == "done":
        ended()[computation.result.settings] = computation.result
        sizes.keep(computation.result)
        computations.drop(COMPUTATION)


def is_running(settings: RaceSettings) -> bool:
    """Return whether this race runs, or a part of it is shown after Cancel."""
    now = computations.current(COMPUTATION)
    if now is None or now.args != (settings,):
        return False
    return now.active or now.partial is not None


def is_busy() -> bool:
    """Return whether any race of this visitor waits or runs."""
    found = map(computations.current, (COMPUTATION, sizes.SWEEP))
    return any(one is not None and one.active for one in found)


def follow(settings: RaceSettings, found: Race | None) -> None:
    """Show the race: as it grows, as it ended, or the lanes before it."""
    progress.watch(COMPUTATION, (settings,), partial(draw, settings.kind))
    if not is_running(settings):
        draw(settings.kind, found)
        if not found:
            st.caption("Press **Start the race**. The bars grow with each repeat.")
    st.caption(
        f"Measured on {machine()}. What other visitors compute at the same time "
        "slows all lanes."
    )


def draw(kind: str, race: Race | None) -> None:
    """Draw the lanes' speeds so far, and where their time goes."""
    st.plotly_chart(
        charts.speeds(kind, race.lanes if race else ()),
        key=key("race_speeds_chart"),
        config=CONFIG,
        alt="Images per second of each lane",
    )
    st.plotly_chart(
        charts.split(kind, race.lanes if race and race.is_complete else ()),
        key=key("race_split_chart"),
        config=CONFIG,
        alt="The time of 1,000 images of each lane, with and without a running kernel",
    )


def machine() -> str:
    """Return what the race runs on: the CPU, and no GPU."""
    described = workers.recall("lenet.machine:describe")
    return f"the CPU of this machine, {described['CPU']}"


def pieces(kind: str) -> dict[str, str]:
    """Return the code that runs, by the lane's name."""
    module, names = MODULES[kind]
    lanes = zip(LANES[kind], names, strict=True)
    found = {lane: f"{module}:{name}" for lane, name in lanes}
    step = {"The step": STEP} if kind == "train" else {}
    return {**found, **step, "The measurement": MEASURE}
