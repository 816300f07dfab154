"""Does it pay? Images a second on more and more replicas, measured here."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lenet.results.scaling import Throughput
from ui.components.charts import CONFIG
from ui.components.code import code_boxes
from ui.components.fragments import part, verdict
from ui.components.numbers import milliseconds, whole
from ui.components.tables import table
from ui.lessons.replicas import charts, devices, key
from ui.visitor import workers

MOST_VIRTUAL = [2, 4, 8]
BATCHES = [16, 32, 64, 128, 256]
SECONDS = 60.0
# How many times as fast two replicas are as one, and which answer that is.
PREDICTIONS = {
    "Yes, about twice": (1.7, float("inf")),
    "Faster, but not twice": (1.1, 1.7),
    "No faster": (0.0, 1.1),
}
CODE = {
    "The measurement": "lenet.replicas.lesson.scaling:measure",
    "Its step": "lenet.replicas.lesson.scaling:traced_step",
    "On all replicas": "lenet.replicas.step:distributed_step",
}
Paces = dict[tuple[int, int], Throughput]


@part
def show() -> None:
    """Ask, measure point by point, and say what it comes to."""
    most, batch = choose()
    answer = st.pills(
        "Twice the replicas on this machine, at the same global batch: twice as fast?",
        list(PREDICTIONS),
        key=key("scaling_prediction"),
        persist_state="session",
    )
    measured: Paces = st.session_state.setdefault("paces", {})
    wanted = plan(most, batch)
    st.button(
        "Measure",
        type="primary",
        icon=":material/speed:",
        on_click=begin,
        args=(wanted,),
    )
    chart = st.empty()
    # A click elsewhere ends this run: the next one goes on with what is missing.
    if st.session_state.get("measuring") == wanted:
        for point in wanted:
            if point not in measured:
                draw(chart, measured, most, batch)
                measured[point] = measure(*point)
        del st.session_state.measuring
    if all(point in measured for point in wanted):
        draw(chart, measured, most, batch)
        conclude(measured, most, batch, answer)
    with st.expander("The code that measures"):
        code_boxes(CODE, key=key("scaling_code"))


def begin(wanted: list[tuple[int, int]]) -> None:
    """Forget what was measured of these points, and measure them all."""
    for point in wanted:
        st.session_state.paces.pop(point, None)
    st.session_state.measuring = wanted


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


def plan(most: int, batch: int) -> list[tuple[int, int]]:
    """List what is measured: replicas and global batch, fixed and growing."""
    counts = charts.replica_counts(most)
    points = [(count, size) for count in counts for size in (batch, batch * count)]
    return list(dict.fromkeys(points))


def measure(replicas: int, batch_size: int) -> Throughput:
    """Have steps timed in a process of its own; a timing is never remembered."""
    with st.spinner(f"{replicas} of the replicas, {batch_size} images a step …"):
        pace: Throughput = workers.call(
            "lenet.replicas.lesson.scaling:measure",
            replicas,
            batch_size,
            seconds=SECONDS,
            apart=True,
        )
    return pace


def series(
    measured: Paces, most: int, batch: int
) -> tuple[list[Throughput], list[Throughput]]:
    """Give what is measured so far: at the same global batch, and growing."""
    counts = charts.replica_counts(most)
    same = [measured[n, batch] for n in counts if (n, batch) in measured]
    each = [measured[n, n * batch] for n in counts if (n, n * batch) in measured]
    return same, each


def draw(place: DeltaGenerator, measured: Paces, most: int, batch: int) -> None:
    """Draw what is measured so far, each time as a chart of its own."""
    same, each = series(measured, most, batch)
    if same:
        place.plotly_chart(
            charts.paces(same, each, most),
            key=key(f"paces_{len(same) + len(each)}"),
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
