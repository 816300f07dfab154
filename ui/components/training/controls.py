"""A training as it runs: the buttons that start and stop it, and its figures."""

from collections.abc import Sequence

import streamlit as st

from lenet.settings import Settings
from ui.components import progress
from ui.components.charts import CONFIG
from ui.components.fragments import attempt
from ui.components.numbers import NOT_YET, loss, percent, whole
from ui.components.training.charts import curves
from ui.components.training.names import TRAINING
from ui.visitor import jobs
from ui.visitor.keys import Key
from ui.visitor.state import Training, visitor_state

FIGURES = ("Epoch", "Loss so far", "Accuracy so far", "Images per second")
MEANING = (
    f"So far: {TRAINING[0].lower()}{TRAINING[1:]}. The first images per second of a "
    "run are few, because they include tracing."
)
GAPS = (
    "The mean so far starts anew with each epoch. There the blue line has a gap, and "
    "its first points jump, because they are means over few batches."
)


def transport(settings: Settings) -> None:
    """Show Start, Stop, Continue, Reset; those of no use now are disabled."""
    mine = visitor_state()
    active = bool(mine.training and mine.training.active)
    with st.container(horizontal=True):
        _start_and_stop(settings, active)
        _continue_and_reset(settings, disabled=active or mine.model is None)


def _start_and_stop(settings: Settings, active: bool) -> None:
    st.button(
        "Start",
        type="primary",
        icon=":material/play_arrow:",
        shortcut="S",
        disabled=active,
        on_click=attempt,
        args=(jobs.start, settings),
        kwargs={"afresh": True},
        help="Train from new weights, drawn from the seed.",
    )
    st.button(
        "Stop",
        icon=":material/stop:",
        shortcut="X",
        disabled=not active,
        on_click=attempt,
        args=(jobs.stop,),
        help="Stop after the current batch. The weights are kept.",
    )


def _continue_and_reset(settings: Settings, disabled: bool) -> None:
    st.button(
        "Continue",
        icon=":material/resume:",
        shortcut="G",
        disabled=disabled,
        on_click=attempt,
        args=(jobs.start, settings),
        kwargs={"afresh": False},
        help="Train on from your weights and the optimizer's state.",
    )
    st.button(
        "Reset",
        icon=":material/restart_alt:",
        shortcut="Z",
        disabled=disabled,
        on_click=visitor_state().reset,
        help="Delete your model. Its curves stay for comparison.",
    )


def show_course(
    training: Training | None, earlier: Sequence[Training], hint: str, key: Key
) -> None:
    """Show a training's figures and its curves over earlier ones.

    Without a training, show `hint`, and keep the place of both.
    """
    if training is None:
        st.info(hint, icon=":material/play_circle:")
    figures(training)
    st.plotly_chart(
        curves(training, earlier),
        key=key("curves"),
        config=CONFIG,
        alt="Loss and accuracy over the images seen, this run over earlier ones",
    )
    if training and training.has_two_epochs:
        st.caption(GAPS)


def figures(training: Training | None) -> None:
    """Show how far the training is, in four numbers and a bar; dashes without one."""
    report = training.reports[-1] if training and training.reports else None
    values = [NOT_YET] * len(FIGURES)
    if report:
        values = [
            f"{report.epoch}",
            loss(report.loss),
            percent(report.accuracy),
            whole(report.images_per_second),
        ]
    with st.grid(len(FIGURES), min_column_width=120, gap="small"):
        for name, value in zip(FIGURES, values, strict=True):
            st.metric(name, value)
    st.caption(MEANING)
    if training:
        progress.bar(training.progress, training.summary)
        _show_message(training)


def _show_message(training: Training) -> None:
    if training.message:
        show = st.error if training.phase == "failed" else st.warning
        show(training.message)
