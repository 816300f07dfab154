"""What a visitor chooses for a training on replicas, here or on a cluster."""

import streamlit as st

from lenet.results.device import Device
from lenet.settings import Placement, Settings
from ui.components.choices import (
    choose_epochs,
    choose_learning_rate,
    choose_optimizer,
    choose_source,
    one_in_a_row,
    one_of_few,
)
from ui.lessons.replicas import key

LOGICAL_CPUS = [1, 2, 4, 8]
KINDS = ("GPUs", "Slices of the CPU")


def choose_settings(placement: Placement, batch_size: int) -> Settings:
    """Show what every training on replicas has to choose beside these two."""
    return Settings(
        paradigm=st.session_state.paradigm,
        seed=st.session_state.seed,
        source=choose_source(key),
        batch_size=batch_size,
        epochs=choose_epochs(key),
        optimizer=choose_optimizer(key),
        learning_rate=choose_learning_rate(key),
        placement=placement,
    )


def choose_placement(gpus: list[Device]) -> Placement:
    """Let the replicas' devices be chosen: GPUs where there are, or the CPU."""
    kind = KINDS[1]
    if gpus:
        kind = one_of_few("Replicas on", KINDS, key("on"), "A replica a device.")
    if kind == KINDS[0]:
        chosen = choose_gpus(gpus)
        return Placement(
            "mirrored",
            devices=tuple(gpu.name for gpu in chosen),
            mixed_precision=mixed_precision(chosen),
        )
    parts = one_in_a_row("Logical CPUs", LOGICAL_CPUS, 2, key("logical_cpus"))
    st.caption("The CPU counts as so many devices, each with a replica.")
    return Placement("mirrored", (), parts, mixed_precision([]))


def choose_gpus(gpus: list[Device]) -> list[Device]:
    """Let GPUs be chosen: all of them at first. ValueError for none."""
    names = [gpu.name for gpu in gpus]
    chosen = st.pills(
        "GPUs",
        names,
        selection_mode="multi",
        default=names,
        key=key("gpus"),
        persist_state="session",
    )
    if not chosen:
        raise ValueError(f"Choose at least one of {', '.join(names)}.")
    return [gpu for gpu in gpus if gpu.name in chosen]


def mixed_precision(devices: list[Device]) -> bool:
    """Offer to compute in bfloat16 where all devices can; else say why not."""
    able = bool(devices) and all(device.computes_bfloat16 for device in devices)
    wanted = st.toggle(
        "Mixed precision",
        key=key("mixed_precision"),
        persist_state="session",
        disabled=not able,
        help="Compute in bfloat16, keep the weights in float32.",
    )
    if not able:
        st.caption(
            "Only on GPUs that compute in bfloat16, Nvidia's since Ampere: "
            + ("not all of these do." if devices else "slices of a CPU are none.")
        )
    return able and wanted
