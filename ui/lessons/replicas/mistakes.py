"""Make the mistake: one part done wrong, and what it does to the curves."""

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from lenet.replicas.lesson.mistakes import MISTAKES, ReplicaMistake
from lenet.results.mistake_curves import ONE, RIGHT, WRONG, MistakeCurves
from lenet.source import Source
from ui.components import code, progress
from ui.components.charts import CONFIG
from ui.components.code import light, runs_here, show_function
from ui.components.fragments import guard
from ui.components.glossary import explain
from ui.components.numbers import decimal
from ui.components.pills import one_by_title, titles_of
from ui.components.pixels import mosaic
from ui.components.questions import ask
from ui.components.waiting import waiting
from ui.lessons.replicas import charts, key, tabs
from ui.lessons.replicas.mistake_effects import losses
from ui.lessons.replicas.mistake_questions import QUESTIONS
from ui.visitor import computations, workers

REPLICAS = [2, 4, 8]
SECONDS = 300.0
COMPARE = "lenet.replicas.lesson.mistake_curves:compare"
COMPARISON = key("comparison")
LIT = "mistake"
PICTURED = 8  # images of each replica's share


@guard
def show() -> None:
    """Show the mistakes to choose from, a question, and what the trainings showed."""
    name = one_by_title(
        "Mistake",
        titles_of(MISTAKES),
        key("mistake"),
        help="Each one changes one part of the training. The code is below.",
    )
    mistake = MISTAKES[name]
    st.markdown(mistake.what, help=explain("replica", "shard", "gradient"))
    choice = choose(name)
    question = QUESTIONS[name]
    asked = ask(question.named(name), run=choice, running=is_running(choice))
    st.button(
        "Run it",
        type="primary",
        icon=":material/play_arrow:",
        on_click=computations.begin,
        args=(COMPARISON, COMPARE, *choice),
        kwargs={"seconds": SECONDS, "shared": True},
        help="Train three times: on one device, on the replicas, and on the replicas "
        "with the mistake.",
    )
    lesson = progress.watch(COMPARISON, choice, draw_curves)
    if lesson:
        asked.reveal(lesson, question.truth(lesson))
        show_lesson(lesson)
    with waiting("The code is being read", code.HEIGHT):
        show_both(mistake)
    tabs.close(tabs.MISTAKES, showed(lesson) if lesson else ())


def is_running(choice: tuple[str, int, str, int]) -> bool:
    """Return whether a comparison of this mistake runs, or left curves of `choice`."""
    comparison = computations.current(COMPARISON)
    if comparison is None:
        return False
    if comparison.active:
        return bool(comparison.args[0] == choice[0])
    return comparison.args == choice and comparison.partial is not None


def choose(name: str) -> tuple[str, int, str, int]:
    """Show the choices; return the arguments of a comparison."""
    rates = MISTAKES[name].learning_rates
    with st.container(horizontal=True, gap="medium"):
        replicas = st.segmented_control(
            "Replicas",
            REPLICAS,
            default=4,
            required=True,
            key=key("mistake_replicas"),
            bind="query-params",
            help="More replicas make most mistakes larger, and training here slower.",
        )
        optimizer = st.segmented_control(
            "Optimizer and learning rate",
            list(rates),
            default=next(iter(rates)),
            required=True,
            format_func=lambda each: f"{each}, {decimal(rates[each])}",
            key=key("mistake_optimizer"),
            bind="query-params",
            help="SGD shows the size of a gradient; Adam divides it out.",
        )
    return name, replicas, optimizer, st.session_state.seed


def show_lesson(lesson: MistakeCurves) -> None:
    """Show the curves, and what is to be seen of the mistake besides them."""
    draw_curves(
        {
            name: list(zip(curve.images, curve.losses, strict=True))
            for name, curve in lesson.curves.items()
        }
    )
    if lesson.curves[ONE].steps == lesson.curves[RIGHT].steps:
        st.caption(
            "One device and the replicas take the same steps, except for the last "
            "digits: they add up in another order. Those differences grow during "
            "training."
        )
    if evidence := EVIDENCE.get(lesson.mistake):
        evidence(lesson)


def draw_curves(points: dict[str, Sequence[tuple[int, float]]] | None) -> None:
    """Draw the curves so far; before the first point, keep their place."""
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


def show_shares(lesson: MistakeCurves) -> None:
    """Show the first images that each replica got, a replica a row."""
    for column, name in zip(st.columns(2), (RIGHT, WRONG), strict=True):
        shares = lesson.curves[name].first_shares[:, :PICTURED]
        column.image(
            mosaic(np.concatenate(shares), across=shares.shape[1]),
            caption=f"{name}: each row has the first images of one replica",
            alt=f"{name}: the first images of each replica's share",
            width="stretch",
        )


# What there is to see of a mistake besides its curve.
EVIDENCE: dict[str, Callable[[MistakeCurves], None]] = {
    "normalisation": show_means,
    "unsharded": show_shares,
}


def show_both(mistake: ReplicaMistake) -> None:
    """Show the correct code and the mistaken one, which both run; light the mistake."""
    pieces = {"Correct": mistake.right, "With the mistake": mistake.code}
    columns = st.columns(len(pieces), gap="medium")
    for column, (title, name) in zip(columns, pieces.items(), strict=True):
        source = workers.source(name)
        with column:
            st.markdown(f"**{title}**")
            marks = {line: [LIT] for line in mistaken_lines(source)}
            show_function(source, marks, caption=runs_here(source))
    light(LIT)


def mistaken_lines(source: Source) -> list[int]:
    """Return the line that names the mistake and the one that makes it, from 1."""
    lines = source.text.splitlines()
    return [
        index + 1
        for index, line in enumerate(lines)
        for near in lines[max(0, index - 1) : index + 1]
        if "# The mistake: " in near
    ]


def showed(lesson: MistakeCurves) -> list[str]:
    """Return what the three trainings showed, and how to fix the mistake."""
    mistake = MISTAKES[lesson.mistake]
    return [
        losses(lesson),
        QUESTIONS[lesson.mistake].effect(lesson),
        f"**Fix:** {mistake.fix}",
    ]
