"""Does it pay? Images a second on more and more replicas, measured here."""

import streamlit as st

from lenet.results.scaling import Throughput
from ui.components import progress
from ui.components.charts import CONFIG
from ui.components.code import code_boxes
from ui.components.fragments import guard, verdict
from ui.components.numbers import milliseconds, whole
from ui.components.tables import table
from ui.lessons.replicas import charts, devices, key
from ui.visitor import computations

MOST_VIRTUAL = [2, 4, 8]
BATCHES = [16, 32, 64, 128, 256]
SECONDS = 120.0
MEASURE = "lenet.replicas.lesson.scaling:measure"
MEASUREMENT, MEASURED, MEASURING = map(key, ("measurement", "measured", "measuring"))
# How many times as fast two replicas are as one, and which answer that is.
PREDICTIONS = {
    "Yes, about twice": (1.7, float("inf")),
    "Faster, but not twice": (1.1, 1.7),
    "No faster": (0.0, 1.1),
}
CODE = {
    "The measurement": MEASURE,
    "Its step": "lenet.replicas.lesson.scaling:traced_step",
    "On all replicas": "lenet.replicas.step:distributed_step",
}
Point = tuple[int, int]  # replicas, global batch
Paces = dict[Point, Throughput]


@guard
def show() -> None:
    """Ask, measure point by point, and say what it comes to."""
    most, batch = choose()
    answer = st.pills(
        "Twice the replicas on this machine, at the same global batch: twice as fast?",
        list(PREDICTIONS),
        key=key("scaling_prediction"),
        persist_state="session",
    )
    measured: Paces = st.session_state.setdefault(MEASURED, {})
    wanted = plan(most, batch)
    st.button(
        "Measure",
        type="primary",
        icon=":material/speed:",
        on_click=begin,
        args=(wanted,),
    )
    take(measured)
    watch(measured, wanted)
    complete = all(point in measured for point in wanted)
    if complete or begun(measured, wanted):
        draw(measured, most, batch)
    if complete:
        conclude(measured, most, batch, answer)
    with st.expander("The code that measures"):
        code_boxes(CODE, key=key("scaling_code"))


def begin(wanted: list[Point]) -> None:
    """Forget what was measured of these points, and measure them all."""
    for point in wanted:
        st.session_state[MEASURED].pop(point, None)
    st.session_state[MEASURING] = wanted
    measure(wanted[0])


def measure(point: Point) -> None:
    """Have steps timed in a process of its own; a timing is never remembered."""
    computations.begin(MEASUREMENT, MEASURE, *point, seconds=SECONDS)


def take(measured: Paces) -> None:
    """Keep the measurement that has ended, and begin the next one."""
    computation = computations.current(MEASUREMENT)
    if computation is None or computation.phase != "done":
        return
    replicas, batch_size = computation.args
    missing = [one for one in st.session_state[MEASURING] if one not in measured]
    if (replicas, batch_size) in missing:
        measured[replicas, batch_size] = computation.result
        missing.remove((replicas, batch_size))
        if missing:
            measure(missing[0])


def watch(measured: Paces, wanted: list[Point]) -> None:
    """Show how far the measurements are: these, or those begun before."""
    measuring: list[Point] = st.session_state.get(MEASURING, wanted)
    missing = [point for point in measuring if point not in measured]
    if missing:
        number = len(measuring) - len(missing) + 1
        progress.watch(MEASUREMENT, missing[0], of=(number, len(measuring)))


def begun(measured: Paces, wanted: list[Point]) -> bool:
    """Return whether just these points are measured: now, or until Cancel."""
    if st.session_state.get(MEASURING) != wanted:
        return False
    computation = computations.current(MEASUREMENT)
    active = computation is not None and computation.active
    return active or any(point in measured for point in wanted)


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
        )
        batch = st.select_slider(
            "Batch on one replica",
            BATCHES,
            value=64,
            key=key("scaling_batch"),
            bind="query-params",
            width=260,
            help="The same global batch is cut among more replicas; or each of them "
            "gets as much, and the global batch grows.",
        )
    return most, batch


def plan(most: int, batch: int) -> list[Point]:
    """List what is measured: replicas and global batch, fixed and growing."""
    counts = charts.replica_counts(most)
    points = [(count, size) for count in counts for size in (batch, batch * count)]
    return list(dict.fromkeys(points))


def series(
    measured: Paces, most: int, batch: int
) -> tuple[list[Throughput], list[Throughput]]:
    """Give what is measured so far: at the same global batch, and growing."""
    counts = charts.replica_counts(most)
    same = [measured[n, batch] for n in counts if (n, batch) in measured]
    each = [measured[n, n * batch] for n in counts if (n, n * batch) in measured]
    return same, each


def draw(measured: Paces, most: int, batch: int) -> None:
    """Draw what is measured so far."""
    same, each = series(measured, most, batch)
    st.plotly_chart(
        charts.paces(same, each, most),
        key=key("paces"),
        config=CONFIG,
        alt="Images a second over the number of replicas, at the same global "
        "batch and at the same batch for each replica, beside the ideal",
    )


def conclude(measured: Paces, most: int, batch: int, answer: str | None) -> None:
    """Mark the answer, and say where the time goes."""
    same, each = series(measured, most, batch)
    one, two = same[:2]
    times = two.images_per_second / one.images_per_second
    if answer:
        low, high = PREDICTIONS[answer]
        verdict(low <= times < high, f"two replicas are **{times:.2f}** times as fast.")
    table([row(pace, one) for pace in dict.fromkeys([*same, *each[1:]])])
    st.caption(
        "Medians over the steps, once all is traced. Efficiency is the share of the "
        "ideal. Computing is the slowest replica's way forwards and back."
    )
    if one.virtual:
        st.info(
            "Virtual replicas share this CPU: they teach correctness, not speed.",
            icon=":material/memory:",
        )
    st.markdown(why(one, two))


def row(pace: Throughput, one: Throughput) -> dict[str, str]:
    """Tell one measurement as a row."""
    return {
        "Replicas": f"{pace.replicas}",
        "Global batch": f"{pace.batch_size}",
        "Images a second": whole(pace.images_per_second),
        "Efficiency": f"{pace.efficiency(one):.0%}",
        "A step": milliseconds(pace.seconds),
        "of it computing": f"{1 - pace.waiting:.0%}",
    }


def why(one: Throughput, two: Throughput) -> str:
    """Say what a step costs besides computing, in the numbers measured."""
    return (
        f"**Why so small a network may lose.** In each step every replica gives its "
        f"{two.gradient_bytes // 4:,} gradients, {two.gradient_bytes:,} bytes, to the "
        f"all-reduce, and waits for the sum, however few images it has. One replica "
        f"computes for {milliseconds(one.computing)} of a step of "
        f"{milliseconds(one.seconds)}; each of two for {milliseconds(two.computing)} "
        f"of {milliseconds(two.seconds)}. So **{two.waiting:.0%}** of their step is "
        "not computing but starting, waiting, adding up and updating, and a device "
        "that computes faster does not shorten that. Replicas pay where computing is "
        "long beside it: large models, large batches."
        + (" Here they also wait for their turn on the same cores." * two.virtual)
    )
