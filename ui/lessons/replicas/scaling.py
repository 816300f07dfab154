"""Is it faster? Images per second on more and more replicas, measured here."""

import time

import streamlit as st

from lenet.results.scaling import Throughput
from ui.components import progress
from ui.components.charts import CONFIG
from ui.components.code import code_boxes
from ui.components.fragments import guard
from ui.components.glossary import explain
from ui.components.questions import ask
from ui.lessons.replicas import charts, devices, key, tabs
from ui.lessons.replicas.scaling_results import (
    TWICE,
    show_times,
    showed,
    times,
    truth,
)
from ui.visitor import computations
from ui.visitor.kept import kept

MOST_VIRTUAL = [2, 4, 8]
BATCHES = [16, 32, 64, 128, 256]
SECONDS = 120.0
MEASURE = "lenet.replicas.lesson.scaling:measure"
MEASUREMENT, MEASURED, MEASURING = map(key, ("measurement", "measured", "measuring"))
BEGUN = key("begun")
POINTS = "points"  # those of the plan that is being measured
CODE = {
    "The measurement": MEASURE,
    "Its step": "lenet.replicas.lesson.scaling:traced_step",
    "On all replicas": "lenet.replicas.step:distributed_step",
}
Point = tuple[int, int]  # replicas, global batch
Measured = dict[Point, Throughput]


@guard
def show() -> None:
    """Ask, measure point by point, and show what came of it."""
    st.markdown(
        "The same training step on more and more replicas, measured on this machine.",
        help=explain("replica", "global batch", "trace"),
    )
    most, batch = choose()
    wanted = plan(most, batch)
    run = runs().get(tuple(wanted))
    measured: Measured = kept(MEASURED)
    running = is_measuring() or begun(measured, wanted)
    asked = ask(TWICE, run=run, running=running)
    st.button(
        "Measure",
        type="primary",
        icon=":material/speed:",
        on_click=begin,
        args=(wanted,),
        help="Time some steps for each number of replicas, one after the other.",
    )
    take(measured)
    watch(measured, wanted)
    complete = all(point in measured for point in wanted)
    if complete or begun(measured, wanted):
        draw(measured, most, batch)
    if complete:
        same, each = series(measured, most, batch)
        if run:
            asked.reveal(times(*same[:2]), truth(*same[:2]))
        show_times(same, each)
    with st.expander("The code that measures"):
        code_boxes(CODE, key=key("scaling_code"))
    tabs.close(tabs.SCALING, showed(*same[:2]) if complete else ())


def runs() -> dict[tuple[Point, ...], float]:
    """Return when each plan was last begun, which tells one run from another."""
    begun_at: dict[tuple[Point, ...], float] = kept(BEGUN)
    return begun_at


def begin(wanted: list[Point]) -> None:
    """Forget what was measured of these points, and measure them all."""
    runs()[tuple(wanted)] = time.time()
    for point in wanted:
        kept(MEASURED).pop(point, None)
    kept(MEASURING)[POINTS] = wanted
    measure(wanted[0])


def measure(point: Point) -> None:
    """Time steps in a process of its own; a timing is never taken from a cache."""
    computations.begin(MEASUREMENT, MEASURE, *point, seconds=SECONDS)


def take(measured: Measured) -> None:
    """Keep the measurement that has ended, and begin the next one."""
    computation = computations.current(MEASUREMENT)
    if computation is None or computation.phase != "done":
        return
    replicas, batch_size = computation.args
    missing = [one for one in kept(MEASURING)[POINTS] if one not in measured]
    if (replicas, batch_size) in missing:
        measured[replicas, batch_size] = computation.result
        missing.remove((replicas, batch_size))
        if missing:
            measure(missing[0])


def watch(measured: Measured, wanted: list[Point]) -> None:
    """Show how far the measurements are: these, or those begun before."""
    measuring: list[Point] = kept(MEASURING).get(POINTS, wanted)
    missing = [point for point in measuring if point not in measured]
    if missing:
        number = len(measuring) - len(missing) + 1
        # A point of an earlier choice can be one of this choice's, too.
        args = missing[0] if measuring == wanted else ()
        progress.watch(MEASUREMENT, args, of=(number, len(measuring)))


def begun(measured: Measured, wanted: list[Point]) -> bool:
    """Return whether just these points are measured: now, or until Cancel."""
    if kept(MEASURING).get(POINTS) != wanted:
        return False
    return is_measuring() or any(point in measured for point in wanted)


def is_measuring() -> bool:
    """Return whether any points are measured now."""
    computation = computations.current(MEASUREMENT)
    return computation is not None and computation.active


def choose() -> tuple[int, int]:
    """Show the choices: how many replicas at most, and one replica's batch."""
    gpus = len(devices.gpus())
    counts = charts.replica_counts(gpus)[1:] if gpus > 1 else MOST_VIRTUAL
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        most = st.segmented_control(
            "Replicas up to",
            counts,
            default=counts[min(1, len(counts) - 1)],
            required=True,
            key=key("scaling_most"),
            bind="query-params",
            help="Each number of replicas up to this one takes some seconds.",
        )
        batch = st.select_slider(
            "Batch on one replica",
            BATCHES,
            value=64,
            key=key("scaling_batch"),
            bind="query-params",
            width=260,
            help="Images. Blue: this global batch is divided among more replicas. "
            "Green: each replica gets as many, so the global batch grows.",
        )
    return most, batch


def plan(most: int, batch: int) -> list[Point]:
    """List what is measured: replicas and global batch, fixed and growing."""
    counts = charts.replica_counts(most)
    points = [(count, size) for count in counts for size in (batch, batch * count)]
    return list(dict.fromkeys(points))


def series(
    measured: Measured, most: int, batch: int
) -> tuple[list[Throughput], list[Throughput]]:
    """Return what is measured so far: at the same global batch, and growing."""
    counts = charts.replica_counts(most)
    same = [measured[n, batch] for n in counts if (n, batch) in measured]
    each = [measured[n, n * batch] for n in counts if (n, n * batch) in measured]
    return same, each


def draw(measured: Measured, most: int, batch: int) -> None:
    """Draw what is measured so far."""
    same, each = series(measured, most, batch)
    st.plotly_chart(
        charts.throughputs(same, each, most),
        key=key("throughputs"),
        config=CONFIG,
        alt="Images per second over the number of replicas, at the same global "
        "batch and at the same batch for each replica, beside the ideal",
    )
