"""What a race showed, in its own numbers, and the question before it."""

from collections.abc import Sequence

import streamlit as st

from lenet.results.graphs import EAGER, FUNCTION
from lenet.results.race import LaneTimes, Race
from ui.components.numbers import (
    counted,
    duration,
    milliseconds,
    percent,
    tenths,
    whole,
)
from ui.components.questions import Option, Question, between
from ui.components.tables import table
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.race.charts import IMAGES

FEW = 1.3  # times as fast: from here on the lanes differ clearly

# Answered by how many times as fast tf.function is as eager.
TIMES = Question(
    key=key("race_prediction"),
    page="sessions_vs_eager",
    before="Before you start",
    text="How many times as fast as eager is `tf.function` at this batch size?",
    options=(
        Option(
            "About the same",
            "This is so where kernels take nearly all of the time in both lanes, as "
            "in large models and large batches. Then Python's time hardly counts.",
            between(0.0, FEW),
        ),
        Option(
            "Up to 3 times",
            "This is so where Python's time and the kernels' time are of the same "
            "size. A graph saves the first, and some of the second.",
            between(FEW, 3.0),
        ),
        Option(
            "3 to 6 times",
            "This is so where most of an eager step is Python and the start of each "
            "operation. LeNet is small, so its kernels are short.",
            between(3.0, 6.0),
        ),
        Option(
            "Over 6 times",
            "This is so where kernels are shorter than their start, as with a few "
            "images a batch.",
            between(6.0),
        ),
    ),
)


def times(ratio: float) -> str:
    """Return a ratio in words: "3.9 times as fast"."""
    return f"{tenths(ratio)} times as fast"


def batch(race: Race) -> str:
    """Return the batch size in words: "64 images a batch"."""
    return f"{counted(race.settings.batch_size, 'image')} a batch"


def time_of(seconds: float) -> str:
    """Return a time: "45.0 ms", "7.4 s"."""
    return milliseconds(seconds) if seconds < 1 else duration(seconds)


def per_thousand(seconds: float) -> str:
    """Return the time of 1,000 images, from that of one."""
    return time_of(IMAGES * seconds)


def rest(race: Race, name: str) -> float:
    """Return the seconds of a batch in which no kernel runs."""
    return race.settings.batch_size * race.lane(name).other_seconds


def truth(race: Race) -> str:
    """Return how tf.function compares with eager, as a sentence."""
    ratio = race.times_as_fast(FUNCTION)
    return f"At {batch(race)}, `tf.function` is **{times(ratio)}** as eager."


def why(race: Race) -> str:
    """Return why the lanes differ, from where their time goes."""
    eager, traced = race.lane(EAGER), race.lane(FUNCTION)
    said = (
        "In the eager lane a kernel runs for "
        f"**{percent(eager.kernel_share)}** of the time, in `tf.function` for "
        f"**{percent(traced.kernel_share)}**. In the rest, Python runs its lines, and "
        "TensorFlow copies the images, and prepares and starts the operations. Eager "
        f"execution spends {time_of(rest(race, EAGER))} on this for each batch, "
        f"`tf.function` {time_of(rest(race, FUNCTION))}."
    )
    if eager.kernel_seconds > FEW * traced.kernel_seconds:
        said += (
            " The kernels take longer in the eager lane, too: "
            f"{per_thousand(eager.kernel_seconds)} instead of "
            f"{per_thousand(traced.kernel_seconds)}. There every operation has a "
            "kernel of its own, and its time includes the call. In a graph, Grappler "
            "joins several operations into one kernel."
        )
    return said


def show_times(race: Race) -> None:
    """Show each lane as a row, and what the columns mean."""
    table([row(lane, race) for lane in race.lanes])
    repeats = counted(race.repeats, "repeat")
    own = " `fit` makes a new iterator in each repeat, and its time counts."
    of_fit = own if race.settings.kind == "train" else ""
    st.caption(
        f"{repeats} of {whole(race.steps)} batches for each lane. Images per second "
        "is the median of the repeats. The grey bars go from the slowest to the "
        "fastest one. Kernels are measured in further turns: the median, and the least "
        "and the most in brackets. The first call makes the model and runs one batch. "
        f"In it the Session's graph is built, and the other graphs are traced.{of_fit}"
    )


def row(lane: LaneTimes, race: Race) -> dict[str, str]:
    """Return one lane as a row of the table."""
    return {
        "Lane": f"`{lane.name}`",
        "Images per second": whole(lane.images_per_second),
        "Slowest to fastest": f"{whole(min(lane.speeds))} to {whole(max(lane.speeds))}",
        "Times eager's speed": tenths(race.times_as_fast(lane.name)),
        "Kernels run": f"{percent(lane.kernel_share)} ({spread(lane)})",
        "First call": duration(lane.first_seconds),
    }


def spread(lane: LaneTimes) -> str:
    """Return the least and the greatest share of the kernels."""
    shares = lane.kernel_shares
    return f"{percent(min(shares))} to {percent(max(shares))}"


def with_the_size(races: Sequence[Race]) -> str:
    """Return how the lanes differ at the smallest and the largest batch."""
    least, most = races[0], races[-1]
    ratios = [race.times_as_fast(FUNCTION) for race in (least, most)]
    rests = [rest(race, EAGER) for race in (least, most)]
    said = (
        f"At {batch(least)} `tf.function` is **{times(ratios[0])}** as eager, at "
        f"{batch(most)} **{times(ratios[1])}**. Outside of kernels, the eager lane "
        f"spends {time_of(rests[0])} on a batch of the smaller size, and "
        f"{time_of(rests[1])} on one of the larger size. For 1,000 images these are "
        f"{per_thousand(least.lane(EAGER).other_seconds)} and "
        f"{per_thousand(most.lane(EAGER).other_seconds)}. Python runs the same lines "
        "for each batch, however many images it has. Copying takes longer with more "
        "images."
    )
    if ratios[1] * FEW < ratios[0]:
        return f"{said} So the lanes come closer with large batches."
    return (
        f"{said} Here the lanes did not clearly come closer. Try sizes further apart."
    )


def showed(race: Race, races: Sequence[Race]) -> list[str]:
    """Return what the race showed, in its own numbers."""
    fastest = race.fastest
    firsts = [race.lane(name).first_seconds for name in (EAGER, FUNCTION)]
    tracing = "A graph costs its tracing once, and saves time in every call after that."
    lines = [
        f"{truth(race)} The fastest lane is `{fastest.name}` with "
        f"{whole(fastest.images_per_second)} images per second.",
        f"Eager needs {duration(firsts[0])} until the first batch is done, "
        f"`tf.function` {duration(firsts[1])}. "
        + (tracing if firsts[0] < firsts[1] else ""),
    ]
    if len(races) > 1:
        ratios = [one.times_as_fast(FUNCTION) for one in (races[0], races[-1])]
        lines.append(
            f"From {batch(races[0])} to {batch(races[-1])}, `tf.function` goes from "
            f"{tenths(ratios[0])} to {tenths(ratios[1])} times eager's speed."
        )
    return [
        *lines,
        "A Session was fast because it ran a graph. `tf.function` runs a graph as "
        "well, and the code around it stays eager.",
    ]
