"""A training as it runs: the buttons that start and stop it, its figures."""

import streamlit as st

from lenet.settings import Settings
from ui.components import progress
from ui.components.fragments import attempt
from ui.components.numbers import loss, percent, whole
from ui.visitor import jobs
from ui.visitor.state import Training, visitor_state

SECONDS_BETWEEN_LOOKS = 0.5
NOT_YET = "\N{EN DASH}"


def transport(settings: Settings) -> None:
    """Show Start, Stop, Continue, Reset; each says why when it cannot."""
    mine = visitor_state()
    active = bool(mine.training and mine.training.active)
    with st.container(horizontal=True):
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
            help="Stop after the batch under way. What was learned is kept.",
        )
        st.button(
            "Continue",
            icon=":material/resume:",
            shortcut="G",
            disabled=active or mine.model is None,
            on_click=attempt,
            args=(jobs.start, settings),
            kwargs={"afresh": False},
            help="Go on from your weights and the optimizer's state.",
        )
        st.button(
            "Reset",
            icon=":material/restart_alt:",
            shortcut="Z",
            disabled=active or mine.model is None,
            on_click=mine.reset,
            help="Forget your model. Its curves stay for comparison.",
        )


def figures(training: Training) -> None:
    """Show where the training stands, in four numbers and a bar."""
    report = training.reports[-1] if training.reports else None
    names = ["Epoch", "Loss", "Accuracy", "Images a second"]
    values = [NOT_YET] * 4
    if report:
        values = [
            f"{report.epoch}",
            loss(report.loss),
            percent(report.accuracy),
            whole(report.images_per_second),
        ]
    with st.grid(4, min_column_width=110):
        for name, value in zip(names, values, strict=True):
            st.metric(name, value)
    progress.bar(training.progress, training.summary)
    if training.message:
        show = st.error if training.phase == "failed" else st.warning
        show(training.message)
