"""Train on replicas: the training of the page Train, on the devices chosen."""

import numpy as np
import streamlit as st

from lenet.command_line.command import command
from lenet.settings import Placement
from ui.components.charts import CONFIG
from ui.components.choices import BATCH_SIZES, one_in_a_row
from ui.components.code import code_boxes
from ui.components.fragments import guard, show_refusal, verdict
from ui.components.links import link_to
from ui.components.training import outcome
from ui.components.training.charts import curves
from ui.components.training.controls import SECONDS_BETWEEN_LOOKS, figures, transport
from ui.lessons.replicas import devices, key
from ui.lessons.replicas.charts import speeds
from ui.lessons.replicas.choices import choose_placement, choose_settings
from ui.visitor import jobs
from ui.visitor.state import Training, visitor_state

# What is left of the replicas' own speeds, and which shares that means.
PREDICTIONS = {
    "Nearly all": (0.8, np.inf),
    "About half": (0.35, 0.8),
    "Little": (0.0, 0.35),
}
CODE = {
    "A step on all replicas": "lenet.replicas.step:distributed_step",
    "The training step": "lenet.training:train_step",
    "The loop": "lenet.replicas.loop:replicated",
    "The strategy": "lenet.replicas.strategies:mirrored",
}


@guard
def show() -> None:
    """Show the choices, the training as it runs, what it made, and its code."""
    # The live column comes first, so that a phone shows Start above the settings.
    live, choices = st.columns([2, 1], gap="large")
    with choices:
        placement = choose_placement(devices.gpus())
        batch_size = one_in_a_row(
            "Global batch size", BATCH_SIZES, 64, key("global_batch_size")
        )
        settings = choose_settings(placement, batch_size)
    with live:
        _predict()
        _say_if_another_runs()
        transport(settings)
        show_refusal()
        now = visitor_state().training
        active = bool(now and now.active)
        st.fragment(_watch, run_every=SECONDS_BETWEEN_LOOKS if active else None)(active)
    mine = _replicated()
    if mine and mine.outcome:
        outcome.show(mine, key)
    st.subheader("The same from a terminal")
    st.code(command(settings), language="bash", wrap_lines=True)
    st.subheader("The code that runs")
    code_boxes(CODE, key=key("code"))


def _predict() -> None:
    answer = st.pills(
        "Add up the images a second that each replica computes. How much of that is "
        "left for the training, with the slicing, the waiting and the all-reduce?",
        list(PREDICTIONS),
        key=key("prediction"),
        persist_state="session",
    )
    training = _replicated()
    shares = _shares(training) if training and not training.active else []
    if answer and shares:
        share = float(np.median(shares))
        low, high = PREDICTIONS[answer]
        verdict(low <= share < high, f"**{share:.0%}** of it was left.")


def _shares(training: Training) -> list[float]:
    """Give for each report the training's speed over that of all replicas."""
    return [
        report.images_per_second / sum(report.replica_speeds)
        for report in training.reports
        if report.replica_speeds
    ]


def _say_if_another_runs() -> None:
    training = visitor_state().training
    if training and training.active and not training.replicated:
        st.info(
            "A training without replicas is under way: let it end or stop it, then "
            "start one here.",
            icon=":material/hourglass_top:",
        )
        link_to("train", "Watch it on the page Train", "play_circle")


def _replicated() -> Training | None:
    training = visitor_state().training
    return training if training and training.replicated else None


def _watch(was_active: bool) -> None:
    """Show the training as it runs; a fragment, so that only this reruns."""
    mine = jobs.follow()
    training = _replicated()
    earlier = mine.earlier
    if mine.training and not training:
        earlier = [mine.training, *earlier]
    if training:
        figures(training)
    else:
        st.info(
            "Choose and press **Start**. The first batches take some seconds: "
            "TensorFlow traces the model once for each replica.",
            icon=":material/play_circle:",
        )
    if training or any(one.reports for one in earlier):
        st.plotly_chart(
            curves(training, earlier),
            key=key("curves"),
            config=CONFIG,
            alt="Loss and accuracy over the images seen, this run over earlier ones",
        )
    if training:
        _speeds(training)
    if was_active and not (mine.training and mine.training.active):
        st.rerun()


def _speeds(training: Training) -> None:
    """Show how fast each replica is, and of what that speaks."""
    measured = training.reports[-1].replica_speeds if training.reports else ()
    if not measured:
        return
    placement = training.settings.placement
    names = _names(placement, len(measured))
    st.plotly_chart(
        speeds(dict(zip(names, measured, strict=True))),
        key=key("speeds"),
        config=CONFIG,
        alt="Images a second of each replica while it computes",
    )
    st.caption(
        "Forwards and backwards, without the wait for the others."
        + (
            " Virtual replicas share this CPU: they slow each other down."
            if placement.logical_cpus
            else ""
        )
    )


def _names(placement: Placement, replicas: int) -> list[str]:
    kind = "cpu" if placement.logical_cpus else "gpu"
    devices = placement.devices or [f"{kind}:{place}" for place in range(replicas)]
    return [f"Replica {place}, {name}" for place, name in enumerate(devices)]
