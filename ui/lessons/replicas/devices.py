"""What this machine really has for replicas to run on."""

import streamlit as st

from lenet.results.device import Device
from lenet.results.numbers import gigabytes
from ui.components.fragments import part
from ui.visitor import workers


def present() -> list[Device]:
    """Ask TensorFlow, once for all visitors."""
    found: list[Device] = workers.recall("lenet.machine.devices:present", apart=True)
    return found


def gpus() -> list[Device]:
    """Give the GPUs of this machine."""
    return [device for device in present() if device.kind == "GPU"]


@part
def show() -> None:
    """Say in a line what is here, and what that means."""
    if gpus():
        found = " · ".join(f"`{one.name}` {described(one)}" for one in present())
        st.info(f"This machine has {found}.", icon=":material/memory:")
        return
    [cpu] = present()
    st.info(
        f"No GPU here: replicas are slices of the CPU ({described(cpu)}). "
        "They teach correctness, not speed.",
        icon=":material/memory:",
    )


def described(device: Device) -> str:
    """Write what a device is and how much memory it has."""
    memory = f", {gigabytes(device.memory)}" if device.memory else ""
    return f"{device.description}{memory}"
