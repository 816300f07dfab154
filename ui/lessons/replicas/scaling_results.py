"""What the measurements of "Is it faster?" showed, and the question before them."""

from collections.abc import Sequence

import streamlit as st

from lenet.results.scaling import Throughput
from ui.components.numbers import milliseconds, percent, whole
from ui.components.questions import Option, Question, between
from ui.components.tables import table
from ui.lessons.replicas import key

# Answered by how many times as fast two replicas are as one.
TWICE = Question(
    key=key("scaling_prediction"),
    page="replicas",
    text="Twice the replicas on this machine, at the same global batch. Is it twice as "
    "fast?",
    options=(
        Option(
            "Yes, about twice",
            "This needs a device of its own for each replica, and so much computing "
            "that the rest of a step hardly counts.",
            between(1.7),
        ),
        Option(
            "Faster, but not twice",
            "Each replica computes half of the images. Starting, waiting, the "
            "all-reduce and the update do not become shorter.",
            between(1.1, 1.7),
        ),
        Option(
            "No faster",
            "LeNet is small, so the rest of a step costs as much time as half of the "
            "images save. Logical CPUs share the same cores as well.",
            between(0.0, 1.1),
        ),
    ),
)


def times(one: Throughput, two: Throughput) -> float:
    """Return how many times as fast the second is as the first."""
    return two.images_per_second / one.images_per_second


def truth(one: Throughput, two: Throughput) -> str:
    """Return how two replicas compare with one, as a sentence."""
    share = f"{times(one, two):.0%}"
    return f"Two replicas reach **{share}** of one replica's throughput."


def show_times(same: Sequence[Throughput], each: Sequence[Throughput]) -> None:
    """Show each measurement as a row, and what the columns mean."""
    one = same[0]
    table([row(point, one) for point in dict.fromkeys([*same, *each[1:]])])
    st.caption(
        "Median time per step, measured after tracing. Efficiency is the share of the "
        "ideal: N replicas, N times as fast as one. Time spent computing is the "
        "slowest replica's forward and backward pass, as a share of the step."
    )
    if one.virtual:
        st.info(
            "These replicas are logical CPUs, which share the same cores. They show "
            "how replicas work, not how fast several devices are.",
            icon=":material/memory:",
        )


def row(point: Throughput, one: Throughput) -> dict[str, str]:
    """Return one measurement as a row of the table."""
    return {
        "Replicas": f"{point.replicas}",
        "Global batch": f"{point.batch_size}",
        "Images per second": whole(point.images_per_second),
        "Efficiency": percent(point.efficiency(one)),
        "Time per step": milliseconds(point.seconds),
        "Time spent computing": percent(1 - point.waiting),
    }


def showed(one: Throughput, two: Throughput) -> list[str]:
    """Return what a step costs besides computing, in the numbers measured."""
    cores = " Here the replicas also wait for the same cores."
    return [
        f"{truth(one, two)} One replica computes for {milliseconds(one.computing)} of "
        f"a step of {milliseconds(one.seconds)}, each of two for "
        f"{milliseconds(two.computing)} of {milliseconds(two.seconds)}.",
        f"In each step every replica sends its {two.gradient_bytes // 4:,} gradients, "
        f"{two.gradient_bytes:,} bytes, to the all-reduce and waits for the sum, "
        "however few images it has.",
        f"So **{percent(two.waiting)}** of a step of two replicas is not computing but "
        "starting, waiting, adding up and updating. A faster device does not shorten "
        f"that.{cores * two.virtual}",
        "Replicas are faster where computing takes much longer than the rest: with "
        "large models and large batches.",
    ]
