"""The devices of this machine that replicas can run on."""

import streamlit as st

from lenet.results.device import Device
from lenet.results.numbers import gigabytes
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.visitor import workers

HEIGHT = 28


def present() -> list[Device]:
    """Return the devices that TensorFlow finds, looked for once for all visitors."""
    found: list[Device] = workers.recall("lenet.machine.devices:present", apart=True)
    return found


def gpus() -> list[Device]:
    """Return the GPUs of this machine."""
    return [device for device in present() if device.kind == "GPU"]


@part
def show() -> None:
    """Show in a line which devices there are, and what replicas run on."""
    st.caption(f":material/memory: {_found()}", help=explain("replica", "logical CPU"))


def _found() -> str:
    if gpus():
        found = " · ".join(f"`{one.name}` {described(one)}" for one in present())
        return f"This machine has {found}."
    [cpu] = present()
    return (
        f"No GPU here: TensorFlow splits the CPU ({described(cpu)}) into logical "
        "CPUs, with one replica on each."
    )


def described(device: Device) -> str:
    """Return what a device is, and how much memory it has."""
    memory = f", {gigabytes(device.memory)}" if device.memory else ""
    return f"{device.description}{memory}"
