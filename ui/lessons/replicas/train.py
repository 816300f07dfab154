"""Train on replicas: the training of the page Train, on the chosen devices."""

import numpy as np
import streamlit as st

from lenet.command_line.command import command
from lenet.settings import Placement
from ui.components.charts import CONFIG
from ui.components.choices import BATCH_SIZES, one_in_a_row
from ui.components.code import code_boxes
from ui.components.fragments import guard, show_refusal
from ui.components.glossary import explain
from ui.components.links import link_to
from ui.components.numbers import percent
from ui.components.progress import SECONDS_BETWEEN_LOOKS
from ui.components.questions import ask
from ui.components.training import outcome
from ui.components.training.controls import show_course, transport
from ui.lessons.replicas import devices, key, tabs
from ui.lessons.replicas.charts import replica_speeds
from ui.lessons.replicas.choices import choose_placement, choose_settings
from ui.lessons.replicas.train_results import REACHED, shares_of_sum, showed
from ui.visitor import jobs
from ui.visitor.state import Training, visitor_state

HINT = (
    "Choose the settings and press **Start**. The first batches take some seconds, "
    "because TensorFlow traces the model for each replica."
)
CODE = {
    "A step on all replicas": "lenet.replicas.step:distributed_step",
    "The training step": "lenet.training:train_step",
    "The loop": "lenet.replicas.loop:replicated",
    "The strategy": "lenet.replicas.strategies:mirrored",
}


@guard
def show() -> None:
    """Show the choices, the training as it runs, its result, and its code."""
    st.markdown(
        "The training of the page Train, with a replica on each device.",
        help=explain("replica", "global batch", "trace"),
    )
    # The live column comes first, so that a phone shows Start above the settings.
    live, choices = st.columns([2, 1], gap="large")
    with choices:
        placement = choose_placement(devices.gpus())
        batch_size = one_in_a_row(
            "Global batch size",
            BATCH_SIZES,
            64,
            key("global_batch_size"),
            "The images of one step on all replicas together. Twice as many: half as "
            "many steps in an epoch.",
        )
        settings = choose_settings(placement, batch_size)
    with live:
        predict()
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
    shares = shares_of_sum(mine) if mine and not mine.active else []
    earned = showed(mine, float(np.median(shares))) if mine and len(shares) else ()
    tabs.close(tabs.TRAIN, earned)


def predict() -> None:
    """Ask before the training, and answer once it has ended."""
    training = _replicated()
    # 0 is of no training: after Reset the next one can be predicted.
    number = training.number if training else 0
    asked = ask(REACHED, run=number, running=bool(training and training.active))
    if training and not training.active and (shares := shares_of_sum(training)):
        share = float(np.median(shares))
        asked.reveal(share, f"The training reached **{percent(share)}** of the sum.")


def _say_if_another_runs() -> None:
    training = visitor_state().training
    if training and training.active and not training.replicated:
        st.info(
            "A training without replicas is running. Stop it or wait for its end, then "
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
    show_course(training, earlier, HINT, key)
    if training:
        _speeds(training)
    if was_active and not (mine.training and mine.training.active):
        st.rerun()


def _speeds(training: Training) -> None:
    """Show how fast each replica computes, and what that number leaves out."""
    measured = training.reports[-1].replica_speeds if training.reports else ()
    if not measured:
        return
    placement = training.settings.placement
    names = _names(placement, len(measured))
    st.plotly_chart(
        replica_speeds(dict(zip(names, measured, strict=True))),
        key=key("speeds"),
        config=CONFIG,
        alt="Images per second of each replica while it computes",
    )
    st.caption(
        "Forward and backward pass only, without waiting for the other replicas."
        + (
            " Logical CPUs share the same cores, so they slow each other down."
            if placement.logical_cpus
            else ""
        )
    )


def _names(placement: Placement, replicas: int) -> list[str]:
    kind = "cpu" if placement.logical_cpus else "gpu"
    devices = placement.devices or [f"{kind}:{index}" for index in range(replicas)]
    return [f"Replica {index}, {name}" for index, name in enumerate(devices)]
