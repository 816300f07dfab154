"""Make the mistake: one part done wrong, and what it does to the curves."""

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from lenet.replicas.lesson.mistakes import MISTAKES, ReplicaMistake
from lenet.results.mistake_curves import ONE, RIGHT, WRONG, MistakeCurves
from lenet.source import Source
from ui.components import progress
from ui.components.charts import CONFIG
from ui.components.code import light, runs_here, show_function
from ui.components.fragments import guard, verdict
from ui.components.pixels import mosaic
from ui.lessons.replicas import charts, key
from ui.lessons.replicas.questions import QUESTIONS, losses
from ui.visitor import computations, workers

REPLICAS = [2, 4, 8]
SECONDS = 300.0
COMPARE = "lenet.replicas.lesson.mistake_curves:compare"
COMPARISON = key("comparison")
LIT = "mistake"
PICTURED = 8  # images of each replica's slice


@guard
def show() -> None:
    """Let a mistake be chosen, ask, train with it, and show what it did."""
    name = st.pills(
        "Mistake",
        list(MISTAKES),
        default=next(iter(MISTAKES)),
        required=True,
        format_func=lambda each: MISTAKES[each].title,
        key=key("mistake"),
        bind="query-params",
    )
    mistake = MISTAKES[name]
    st.markdown(mistake.what)
    choice = choose(name)
    question = QUESTIONS[name]
    answer = st.pills(
        f"Before you run it: {question.text[0].lower()}{question.text[1:]}",
        list(question.answers),
        key=key(f"guess_{name}"),
        persist_state="session",
    )
    st.button(
        "Run it",
        type="primary",
        icon=":material/play_arrow:",
        on_click=computations.begin,
        args=(COMPARISON, COMPARE, *choice),
        kwargs={"seconds": SECONDS, "shared": True},
    )
    if lesson := progress.watch(COMPARISON, choice, draw_curves):
        if answer:
            verdict(question.answers[answer](lesson), question.truth(lesson))
        show_lesson(lesson)
    show_both(mistake)


def choose(name: str) -> tuple[str, int, str, int]:
    """Show the choices; give the arguments of a comparison."""
    rates = MISTAKES[name].learning_rates
    with st.container(horizontal=True, gap="medium"):
        replicas = st.segmented_control(
            "Replicas",
            REPLICAS,
            default=4,
            required=True,
            key=key("mistake_replicas"),
            bind="query-params",
        )
        optimizer = st.segmented_control(
            "Optimizer",
            list(rates),
            default=next(iter(rates)),
            required=True,
            format_func=lambda each: f"{each}, rate {rates[each]:g}",
            key=key("mistake_optimizer"),
            bind="query-params",
        )
    return name, replicas, optimizer, st.session_state.seed


def show_lesson(lesson: MistakeCurves) -> None:
    """Show the curves, what was seen, and how the mistake is mended."""
    draw_curves(
        {
            name: list(zip(curve.images, curve.losses, strict=True))
            for name, curve in lesson.curves.items()
        }
    )
    if lesson.curves[ONE].steps == lesson.curves[RIGHT].steps:
        st.caption(
            "One device and the replicas take the same steps, but for the last digits "
            "of sums in another order. A training makes more and more of those."
        )
    st.markdown(f"{losses(lesson)} {QUESTIONS[lesson.mistake].effect(lesson)}")
    if evidence := EVIDENCE.get(lesson.mistake):
        evidence(lesson)
    st.info(f"**Mended:** {MISTAKES[lesson.mistake].fix}", icon=":material/build:")


def draw_curves(points: dict[str, Sequence[tuple[int, float]]] | None) -> None:
    """Draw what there is of the curves; where nothing is, keep their place."""
    if not points:
        st.skeleton(charts.LOSS_HEIGHT)
        return
    st.plotly_chart(
        charts.loss_curves(points),
        key=key("loss_curves"),
        config=CONFIG,
        alt="Loss of test images over the images computed: one device, the "
        "replicas, and the replicas with the mistake",
    )


def show_means(lesson: MistakeCurves) -> None:
    """Show the means that the replicas normalised by."""
    st.plotly_chart(
        charts.batch_means(lesson),
        key=key("batch_means"),
        config=CONFIG,
        alt="The means of some units on each replica, and those of the batch",
    )


def show_slices(lesson: MistakeCurves) -> None:
    """Show the first images that each replica saw, a replica a row."""
    for column, name in zip(st.columns(2), (RIGHT, WRONG), strict=True):
        slices = lesson.curves[name].first_slices[:, :PICTURED]
        column.image(
            mosaic(np.concatenate(slices), across=slices.shape[1]),
            caption=f"{name}: a row for each replica, its first images",
            alt=f"{name}: the first images of each replica's slice",
            width="stretch",
        )


# What there is to see of a mistake besides its curve.
EVIDENCE: dict[str, Callable[[MistakeCurves], None]] = {
    "normalisation": show_means,
    "unsharded": show_slices,
}


def show_both(mistake: ReplicaMistake) -> None:
    """Show the right code and the mistaken, which both run; light the mistake."""
    pieces = {"Right": mistake.right, "With the mistake": mistake.code}
    columns = st.columns(len(pieces), gap="medium")
    for column, (title, name) in zip(columns, pieces.items(), strict=True):
        source = workers.source(name)
        with column:
            st.markdown(f"**{title}**")
            marks = {line: [LIT] for line in mistaken_lines(source)}
            show_function(source, marks, caption=runs_here(source))
    light(LIT)


def mistaken_lines(source: Source) -> list[int]:
    """Find the line that names the mistake and the one that makes it, from 1."""
    lines = source.text.splitlines()
    return [
        place + 1
        for place, line in enumerate(lines)
        for said in lines[max(0, place - 1) : place + 1]
        if "# The mistake: " in said
    ]
