"""What a training with the chosen settings will take, before it starts."""

import streamlit as st

from lenet.results.cost import Cost, estimate
from lenet.settings import Settings
from ui.components.numbers import counted, memory_size
from ui.visitor.costs import costs


def show(settings: Settings) -> None:
    """Show about how many seconds and how much memory the training will take."""
    cost = estimate(settings, costs().all())
    st.caption(
        f":material/timer: About **{roughly(cost.seconds)}** and "
        f"**{memory_size(round(cost.memory, -7))}** of memory {basis(cost)}"
    )


def basis(cost: Cost) -> str:
    """Return what the estimate is based on, as the end of a sentence."""
    if cost.measured:
        trainings = counted(cost.measured, "earlier training")
        return f"on this machine, from {trainings}."
    return (
        "on a machine with 2 cores. The first training here shows how fast this one is."
    )


def roughly(seconds: float) -> str:
    """Return a time without decimals: "4 s", "3 min"."""
    if seconds < 59.5:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"
