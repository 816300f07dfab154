"""One batch, split: a step on several replicas, stage by stage, and its proof."""

from typing import Any

import streamlit as st

from lenet.results.paradigms import both_names
from lenet.results.replicas import DRAWN, SplitStep
from lenet.settings import OPTIMIZER_NAMES
from lenet.source import Source
from ui.components.bench import bench
from ui.components.code import light, lit_code, show_function, where
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.numbers import counted, decimal, number
from ui.components.stepper import show_stepper, stepper_of
from ui.components.waiting import waiting
from ui.lessons.replicas import key, tabs
from ui.lessons.replicas.divisor_question import ask_divisor, reveal
from ui.lessons.replicas.stages import (
    LOSS,
    STAGES,
    TITLES,
    Stage,
    lit_line,
    measuring,
)
from ui.visitor import workers

REPLICAS = [1, 2, 4, 8]
# Some do not divide among all of these: the library says so.
BATCHES = [16, 24, 32, 50, 64, 100, 128, 192, 256]
LEARNING_RATE = 1e-3
LIT = "split"
BENCH_HEIGHT = 600


@st.cache_data(show_spinner=False, max_entries=50)
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
        "One training step on several devices, stage by stage. A machine with several "
        "GPUs does the same.",
        help=explain("replica", "global batch", "all-reduce"),
    )
    stages = stepper_of(key("stages"), len(TITLES))
    stages.follow()
    choice = choose()
    _, _, replicas, images, *_ = choice
    asked = ask_divisor(replicas, images)
    label = f"Stage {stages.index + 1} of {len(STAGES)}: {TITLES[stages.index]}"
    is_last = stages.index == stages.last
    with show_stepper(stages, label):
        if is_last:
            st.caption("This is the last stage. What it showed is below.", width=260)
    with waiting("The replicas compute one step", BENCH_HEIGHT):
        split = record(*choice)
    if asked and stages.index >= LOSS:
        reveal(asked, split)
    show_bench(split, STAGES[stages.index])
    tabs.close(tabs.ONE_BATCH, showed(split) if is_last else ())


def choose() -> tuple[Any, ...]:
    """Show the choices, all of them in the URL; return the arguments of `record`."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        replicas = st.segmented_control(
            "Replicas",
            REPLICAS,
            default=4,
            required=True,
            key=key("split_count"),
            bind="query-params",
            help="Twice the replicas: half as many images on each.",
        )
        size = st.select_slider(
            "Global batch",
            BATCHES,
            value=64,
            key=key("split_batch"),
            bind="query-params",
            width=260,
            help="The images of one step, on all replicas together.",
        )
        optimizer = st.selectbox(
            "Optimizer",
            OPTIMIZER_NAMES,
            key=key("split_optimizer"),
            bind="query-params",
            width=160,
            help="The rule that turns gradients into changes of the weights. Its "
            f"learning rate is {decimal(LEARNING_RATE)}.",
        )
    paradigm, seed = st.session_state.paradigm, st.session_state.seed
    return paradigm, seed, replicas, size, optimizer, LEARNING_RATE


def show_bench(split: SplitStep, stage: Stage) -> None:
    """Show the code of a stage beside the values that it computed."""
    code, values = bench()
    with code:
        show_stage(split, stage)
    with values:
        st.html(lit_lines(split, stage))
        kernel = choose_kernel() if stage.draws else DRAWN[0]
        st.html(stage.panel(split, kernel))


def show_stage(split: SplitStep, stage: Stage) -> None:
    """Show the functions that the stage is in, with its lines lit."""
    for name, text in stage.code.items():
        source = split.sources[name]
        marks = {lit_line(source, text): [LIT]}
        show_function(
            source, marks, caption=caption(name, source), folds=measuring(source)
        )
    light(LIT)


def caption(name: str, source: Source) -> str:
    """Return where the code stands, and what is in it besides the step."""
    if not measuring(source):
        return f"`{name}` in {where(source)}"
    return (
        f"`{name}` in {where(source)}. The stopwatch measures each replica's time. "
        "`vote` lets all replicas stop after the same batch."
    )


def lit_lines(split: SplitStep, stage: Stage) -> str:
    """Return the lit lines alone (HTML): on a phone the code is out of sight."""
    lines = []
    for name, text in stage.code.items():
        source = split.sources[name]
        lines.append(source.text.splitlines()[lit_line(source, text) - 1].strip())
    return lit_code("\n".join(lines), {}, "The lines of this stage")


def choose_kernel() -> str:
    """Show the kernels whose gradients are drawn; return the chosen one."""
    kernel: str = st.segmented_control(
        "Gradient of the kernel of",
        DRAWN,
        default=DRAWN[0],
        required=True,
        format_func=both_names,
        key=key("split_kernel"),
        bind="query-params",
        help="One pixel for each weight: blue where its gradient is above 0, orange "
        "where it is below.",
    )
    return kernel


def showed(split: SplitStep) -> list[str]:
    """Return what the whole step showed, in its own numbers."""
    replicas, images = counted(len(split.replicas), "replica"), len(split.images)
    first, gap = split.replicas[0], split.differences["weights"]
    end = "identical, bit for bit" if gap == 0 else f"equal to within {number(gap)}"
    return [
        f"Each replica has **all of the weights** and **a share of the batch**: here "
        f"{replicas}, and {first.stop - first.first} of {images} images on each.",
        f"Each divides its sum of losses by the **global** batch, {images}. So the "
        "gradients add up to the gradient that one device computes.",
        "The **all-reduce** returns the same sum to every replica. Equal weights and "
        "equal gradients make equal weights again, without sending any. Compared "
        f"with one device, the weights are {end}.",
    ]
