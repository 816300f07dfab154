"""Forward and reverse: one Jacobian in both modes, and what each costs."""

import streamlit as st

from lenet.results.forward_mode import FORWARD, MODES, REVERSE, SIZES, Counted, Modes
from ui.components.charts import CONFIG
from ui.components.choices import one_in_a_row
from ui.components.code import HEIGHT, code_box
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.html import box
from ui.components.numbers import agreement, counted, number, whole
from ui.components.questions import ask
from ui.components.tables import table
from ui.components.waiting import waiting
from ui.lessons.automatic_differentiation import key, runs
from ui.lessons.automatic_differentiation.forward_mode.chart import over_inputs
from ui.lessons.automatic_differentiation.forward_mode.questions import (
    FEWER,
    LENET,
    truth,
)
from ui.lessons.automatic_differentiation.grids import grid
from ui.lessons.automatic_differentiation.tabs import FORWARD_MODE, close
from ui.visitor import workers

SECONDS = 120.0
JACOBIAN = "lenet.autodiff.forward_mode.jacobian"
CODE = {
    FORWARD: f"{JACOBIAN}:by_forward_mode",
    REVERSE: f"{JACOBIAN}:by_reverse_mode",
}
OF_LENET = "modes of LeNet"
OPERATION = "operation"


@part
def show() -> None:
    """Ask which mode needs fewer operations, count them, and go on to LeNet."""
    st.markdown(
        "A Jacobian has a column for each input and a row for each output. **Forward "
        "mode** computes a column in one pass, together with the values. **Reverse "
        "mode**, the tape's, computes a row in one pass, after the values.",
        help=explain("Jacobian", "tape", "forward mode", "reverse mode"),
    )
    inputs, outputs = choose()
    what = ("modes", inputs, outputs)
    asked = ask(FEWER, run=runs.begun(what) or what)
    runs.button(
        what,
        "Compute the Jacobian in both modes, and count the operations that run.",
        "Count the operations",
        name="count_modes",
    )
    found = modes() if runs.begun(what) and not asked.is_again else None
    this = found.of(inputs, outputs) if found else None
    if this:
        asked.reveal(this.fewer, truth(this))
    show_modes(this)
    if found and this:
        show_crossing(found, this)
    lenet = show_lenet()
    close(
        FORWARD_MODE,
        *showed(found, this, lenet),
        chosen={
            "inputs": str(inputs),
            "outputs": str(outputs),
            "weight_seed": str(st.session_state.seed),
        },
    )


def choose() -> tuple[int, int]:
    """Return the chosen numbers of inputs and of outputs."""
    left, right = st.columns(2, gap="medium")
    with left:
        inputs = one_in_a_row(
            "Inputs",
            SIZES,
            4,
            key("inputs"),
            "The function is a small network with two dense layers and tanh.",
        )
    with right:
        outputs = one_in_a_row("Outputs", SIZES, 2, key("outputs"))
    return inputs, outputs


def modes() -> Modes:
    """Return both modes for all sizes, and for the LeNet of the sidebar."""
    with waiting("Counting operations in both modes", HEIGHT):
        return counted_modes(st.session_state.paradigm, st.session_state.seed)


# Not with `workers.recall`: each seed should displace no other result.
@st.cache_data(show_spinner=False, max_entries=40)
def counted_modes(paradigm: str, seed: int) -> Modes:
    """Return both modes, run in a process of its own: what they trace is kept."""
    found: Modes = workers.call(
        "lenet.autodiff.forward_mode:modes",
        *(paradigm, seed),
        seconds=SECONDS,
        apart=True,
    )
    return found


def show_modes(this: Counted | None) -> None:
    """Show the code of both modes, and below each what it gave."""
    for column, mode in zip(st.columns(2, gap="medium"), MODES, strict=True):
        with column:
            st.markdown(f"**{mode}**")
            code_box(CODE[mode])
            if this:
                passes = this.inputs if mode == FORWARD else this.outputs
                st.metric(
                    "Operations",
                    whole(this.operations[mode]),
                    counted(passes, "pass", "passes"),
                    delta_color="off",
                    delta_arrow="off",
                )
                rows, columns = this.jacobians[mode].shape
                size = f"{counted(rows, 'row')}, {counted(columns, 'column')}"
                st.html(box(grid(this.jacobians[mode], "Jacobian", size)))


def show_crossing(found: Modes, this: Counted) -> None:
    """Show where the two modes cross, over the inputs and in a table."""
    st.markdown(f"The two Jacobians are {agreement(this.difference)}.")
    st.subheader("Where the two modes cross")
    chart, cells = st.columns(2, gap="medium")
    with chart:
        st.plotly_chart(
            over_inputs(found, this),
            key=key("modes_chart"),
            config=CONFIG,
            alt="Operations over the number of inputs, for both modes",
        )
    with cells:
        st.markdown("Operations, forward / reverse. The smaller number is bold.")
        table(
            [
                {
                    "Inputs": f"**{inputs}**",
                    **{
                        f"{outputs} out": _cell(found.of(inputs, outputs))
                        for outputs in SIZES
                    },
                }
                for inputs in SIZES
            ]
        )
        st.caption(
            "Counted as they ran, also within the functions that TensorFlow traces for "
            "forward mode. Constants do not count."
        )


def _cell(each: Counted) -> str:
    texts = [
        f"**{whole(each.operations[mode])}**"
        if each.fewer == mode
        else whole(each.operations[mode])
        for mode in MODES
    ]
    return " / ".join(texts)


def show_lenet() -> Modes | None:
    """Ask about LeNet, and count; return what was counted once it is shown."""
    st.subheader("Why training uses reverse mode")
    what = (OF_LENET, st.session_state.paradigm, st.session_state.seed)
    asked = ask(LENET, run=runs.begun(what) or what)
    runs.button(
        what,
        "Count the operations of LeNet's loss in both modes.",
        "Count for LeNet",
        name="count_lenet",
    )
    if not runs.begun(what) or asked.is_again:
        return None
    found = modes()
    lenet = found.lenet
    asked.reveal(
        lenet.weights,
        f"LeNet has {whole(lenet.weights)} weights, and a forward pass gives the "
        "derivative along one of them.",
    )
    table(
        [
            {
                "": f"**{mode}**",
                "Operations of a pass": whole(lenet.operations[mode]),
                "Passes for the gradient": whole(passes),
                "Operations in all": whole(passes * lenet.operations[mode]),
            }
            for mode, passes in ((FORWARD, lenet.weights), (REVERSE, 1))
        ]
    )
    along, tape_along = number(lenet.along, 5), number(lenet.tape_along, 5)
    st.caption(
        "Both agree: along one random direction, the derivative of the loss is "
        f"{along} in forward mode, and {tape_along} by the tape."
    )
    return found


def showed(found: Modes | None, this: Counted | None, lenet: Modes | None) -> list[str]:
    """Return the lines to take away."""
    lines = []
    if found and this:
        forward, reverse = (whole(this.operations[mode]) for mode in MODES)
        first = found.crossing(this.outputs)
        where = (
            f"reverse mode needs fewer from {counted(first, 'input')} on, of the "
            "numbers measured."
            if first
            else f"up to {SIZES[-1]} inputs, reverse mode never needs fewer."
        )
        further = found.further(this)
        lines.append(
            f"For {counted(this.inputs, 'input')} and "
            f"{counted(this.outputs, 'output')}: {forward} operations in forward mode, "
            f"{reverse} in reverse mode. With this many outputs, {where}"
        )
        lines.append(
            "A further input costs forward mode "
            f"{counted(further[FORWARD], OPERATION)}: each pass computes the values "
            "again. A further output costs reverse mode "
            f"{counted(further[REVERSE], OPERATION)}: it has the values. It must keep "
            "them from the forward pass, and that is what a tape is for."
        )
    if lenet:
        cost = lenet.lenet.operations[REVERSE]
        lines.append(
            f"A loss is one output. The tape gives all {whole(lenet.lenet.weights)} "
            f"derivatives of LeNet's in one pass of {whole(cost)} operations."
        )
    return lines
