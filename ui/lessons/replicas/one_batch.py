"""One batch, split: a step on several replicas, stage by stage, and its proof."""

from typing import Any

import streamlit as st

from lenet.results.replicas import DRAWN, SplitStep
from lenet.settings import OPTIMIZER_NAMES
from ui.components.code import light, lit_code, show_function, where
from ui.components.fragments import part, verdict
from ui.lessons.replicas import transport
from ui.lessons.replicas.panels.gradients import divisor
from ui.lessons.replicas.stages import LOSS, STAGES, TITLES, Stage, lit_line
from ui.visitor import workers

REPLICAS = [1, 2, 4, 8]
# Some do not divide among all of these: the library says so.
BATCHES = [16, 24, 32, 50, 64, 100, 128, 192, 256]
RATE = 1e-3
LIT = "split"
DIVISORS = {
    "own": "{own}, its own images",
    "all": "{all}, those of all replicas",
    "replicas": "{replicas}, the replicas",
}


@st.cache_data(show_spinner="The replicas take a step …", max_entries=50)
def record(*choice: Any) -> SplitStep:
    """Have a step recorded in a process of its own: 0.1 to 0.4 MB."""
    split: SplitStep = workers.call(
        "lenet.replicas.lesson.one_batch:record_step", *choice, seconds=60.0, apart=True
    )
    return split


@part
def show() -> None:
    """Let a step be chosen, and stand at any of its stages."""
    st.markdown(
        "One step, on parts of this machine's CPU: to TensorFlow each is a device of "
        "its own. What happens is what happens on as many GPUs."
    )
    choice = choose()
    split = record(*choice)
    asked = st.container()
    place = transport.stage(TITLES)
    with asked:
        question(split, place)
    stage = STAGES[place]
    with st.container(key="bench"):
        code, values = st.columns([2, 3], gap="medium")
    with code:
        show_stage(split, stage)
    with values:
        st.html(lit_lines(split, stage))
        st.html(stage.panel(split, kernel_looked_at() if stage.draws else DRAWN[0]))


def choose() -> tuple[Any, ...]:
    """Show the choices, all of them in the URL; give the arguments of a recording."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        replicas = st.segmented_control(
            "Replicas",
            REPLICAS,
            default=4,
            required=True,
            key="split_replicas",
            bind="query-params",
            on_change=transport.touch,
        )
        size = st.select_slider(
            "Global batch",
            BATCHES,
            value=64,
            key="split_batch",
            bind="query-params",
            on_change=transport.touch,
            width=260,
            help="The images of one step, on all replicas together.",
        )
        optimizer = st.selectbox(
            "Optimizer",
            OPTIMIZER_NAMES,
            key="split_optimizer",
            bind="query-params",
            on_change=transport.touch,
            width=160,
            help=f"Its learning rate is {RATE:g}.",
        )
    paradigm, seed = st.session_state.paradigm, st.session_state.seed
    return paradigm, seed, replicas, size, optimizer, RATE


def question(split: SplitStep, place: int) -> None:
    """Ask before the losses are there; the recorded ones mark the answer."""
    answer = st.session_state.get("split_divisor")
    if len(split.replicas) == 1 or (place >= LOSS and not answer):
        return
    first = split.replicas[0]
    counts = {
        "own": first.stop - first.first,
        "all": len(split.images),
        "replicas": len(split.replicas),
    }
    answer = st.pills(
        "Before you step: each replica sums the losses of its own images. By what does "
        "it divide the sum?",
        list(DIVISORS),
        format_func=lambda key: DIVISORS[key].format(**counts),
        key="split_divisor",
        on_change=transport.touch,
        persist_state="session",
    )
    if answer and place >= LOSS:
        by = divisor(split)
        verdict(
            counts[answer] == by == counts["all"],
            f"replica 0 divided by **{by}**, so the shares add up to the mean loss of "
            f"all {len(split.images)} images.",
        )


def show_stage(split: SplitStep, stage: Stage) -> None:
    """Show the functions that the stage is in, with its lines lit."""
    for name, text in stage.code.items():
        source = split.sources[name]
        marks = {lit_line(source, text): [LIT]}
        show_function(source, marks, caption=f"`{name}` in {where(source)}")
    light(LIT)


def lit_lines(split: SplitStep, stage: Stage) -> str:
    """Show the lit lines alone: on a phone the code is out of sight."""
    lines = []
    for name, text in stage.code.items():
        source = split.sources[name]
        lines.append(source.text.splitlines()[lit_line(source, text) - 1].strip())
    return lit_code("\n".join(lines), {}, "The lines of this stage")


def kernel_looked_at() -> str:
    """Let one of the kernels be chosen whose gradients are drawn."""
    kernel: str = st.segmented_control(
        "Gradient of",
        DRAWN,
        default=DRAWN[0],
        required=True,
        key="split_kernel",
        on_change=transport.touch,
        persist_state="session",
    )
    return kernel
