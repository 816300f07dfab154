"""One batch, split: a step on several replicas, stage by stage, and its proof."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from lenet.results.replicas import DRAWN, SplitStep
from lenet.settings import OPTIMIZER_NAMES
from ui.components.bench import bench
from ui.components.code import light, lit_code, show_function, where
from ui.components.fragments import part, verdict
from ui.components.stepper import Stepper, show_stepper, stepper_of
from ui.lessons.replicas import key
from ui.lessons.replicas.panels.gradients import divisor
from ui.lessons.replicas.stages import LOSS, STAGES, TITLES, Stage, lit_line
from ui.visitor import workers

REPLICAS = [1, 2, 4, 8]
# Some do not divide among all of these: the library says so.
BATCHES = [16, 24, 32, 50, 64, 100, 128, 192, 256]
LEARNING_RATE = 1e-3
LIT = "split"
DIVISORS = {
    "own": "{own}, its own images",
    "all": "{all}, those of all replicas",
    "replicas": "{replicas}, the replicas",
}


@st.cache_data(show_spinner="The replicas take a step …", max_entries=50)
def record(*choice: Any) -> SplitStep:
    """Return a step that a process of its own has recorded: 0.1 to 0.4 MB."""
    split: SplitStep = workers.call(
        "lenet.replicas.lesson.one_batch:record_step", *choice, seconds=60.0, apart=True
    )
    return split


@part
def show() -> None:
    """Show a chosen step at any of its stages."""
    st.markdown(
        "One training step on several devices. TensorFlow splits the CPU of this "
        "machine into logical devices, with one replica on each. The same happens on "
        "a machine with as many GPUs."
    )
    stages = stepper_of(key("stages"), len(TITLES))
    stages.follow()
    split = record(*choose(stages.touch))
    stage = STAGES[stages.index]
    question(split, stages)
    show_stepper(
        stages, f"Stage {stages.index + 1} of {len(STAGES)}: {TITLES[stages.index]}"
    )
    code, values = bench()
    with code:
        show_stage(split, stage)
    with values:
        st.html(lit_lines(split, stage))
        kernel = choose_kernel(stages.touch) if stage.draws else DRAWN[0]
        st.html(stage.panel(split, kernel))


def choose(on_change: Callable[[], None]) -> tuple[Any, ...]:
    """Show the choices, all of them in the URL; return the arguments of `record`."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        replicas = st.segmented_control(
            "Replicas",
            REPLICAS,
            default=4,
            required=True,
            key=key("split_count"),
            bind="query-params",
            on_change=on_change,
        )
        size = st.select_slider(
            "Global batch",
            BATCHES,
            value=64,
            key=key("split_batch"),
            bind="query-params",
            on_change=on_change,
            width=260,
            help="The images of one step, on all replicas together.",
        )
        optimizer = st.selectbox(
            "Optimizer",
            OPTIMIZER_NAMES,
            key=key("split_optimizer"),
            bind="query-params",
            on_change=on_change,
            width=160,
            help=f"Its learning rate is {LEARNING_RATE:g}.",
        )
    paradigm, seed = st.session_state.paradigm, st.session_state.seed
    return paradigm, seed, replicas, size, optimizer, LEARNING_RATE


def question(split: SplitStep, stages: Stepper) -> None:
    """Ask before the losses exist; the recorded ones mark the prediction."""
    prediction = st.session_state.get(key("split_divisor"))
    if len(split.replicas) == 1 or (stages.index >= LOSS and not prediction):
        return
    first = split.replicas[0]
    counts = {
        "own": first.stop - first.first,
        "all": len(split.images),
        "replicas": len(split.replicas),
    }
    prediction = st.pills(
        "Before you step: each replica sums the losses of its own images. By what does "
        "it divide the sum?",
        list(DIVISORS),
        format_func=lambda divisor: DIVISORS[divisor].format(**counts),
        key=key("split_divisor"),
        on_change=stages.touch,
        persist_state="session",
    )
    if prediction and stages.index >= LOSS:
        by = divisor(split)
        verdict(
            counts[prediction] == by == counts["all"],
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
    """Return the lit lines alone (HTML): on a phone the code is out of sight."""
    lines = []
    for name, text in stage.code.items():
        source = split.sources[name]
        lines.append(source.text.splitlines()[lit_line(source, text) - 1].strip())
    return lit_code("\n".join(lines), {}, "The lines of this stage")


def choose_kernel(on_change: Callable[[], None]) -> str:
    """Show the kernels whose gradients are drawn; return the chosen one."""
    kernel: str = st.segmented_control(
        "Gradient of",
        DRAWN,
        default=DRAWN[0],
        required=True,
        key=key("split_kernel"),
        on_change=on_change,
        persist_state="session",
    )
    return kernel
