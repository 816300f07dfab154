"""The choices for a training on replicas, here or on a cluster."""

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
KINDS = ("GPUs", "Logical CPUs")


def choose_settings(placement: Placement, batch_size: int) -> Settings:
    """Show the other choices of every training on replicas; return all settings."""
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
    """Show the devices to choose from: GPUs where there are some, or logical CPUs."""
    kind = KINDS[1]
    if gpus:
        kind = one_of_few(
            "Replicas on", KINDS, key("on"), "Each device has one replica."
        )
    if kind == KINDS[0]:
        chosen = choose_gpus(gpus)
        return Placement(
            "mirrored",
            devices=tuple(gpu.name for gpu in chosen),
            mixed_precision=mixed_precision(chosen),
        )
    parts = one_in_a_row(
        "Logical CPUs",
        LOGICAL_CPUS,
        2,
        key("logical_cpus"),
        "TensorFlow splits the CPU into this many logical devices, with one replica on "
        "each. More of them take more memory, and are no faster.",
    )
    return Placement("mirrored", (), parts, mixed_precision([]))


def choose_gpus(gpus: list[Device]) -> list[Device]:
    """Show the GPUs, all of them chosen; raise ValueError for none."""
    names = [gpu.name for gpu in gpus]
    chosen = st.pills(
        "GPUs",
        names,
        selection_mode="multi",
        default=names,
        key=key("gpus"),
        bind="query-params",
        help="Each GPU has one replica.",
    )
    if not chosen:
        raise ValueError(f"Choose at least one of {', '.join(names)}.")
    return [gpu for gpu in gpus if gpu.name in chosen]


def mixed_precision(devices: list[Device]) -> bool:
    """Show a switch for bfloat16, or why these devices cannot compute in it."""
    able = bool(devices) and all(device.computes_bfloat16 for device in devices)
    wanted = st.toggle(
        "Mixed precision",
        key=key("mixed_precision"),
        bind="query-params",
        disabled=not able,
        help="Compute in bfloat16 and keep the weights in float32. It is faster, with "
        "fewer digits.",
    )
    if not able:
        st.caption(
            "Mixed precision needs GPUs that compute in bfloat16: Nvidia's since "
            "Ampere. " + ("Not all of these do." if devices else "A CPU does not.")
        )
    return able and wanted
