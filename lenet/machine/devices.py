"""The devices that TensorFlow finds on this machine."""

import os
import platform
from typing import Any

import tensorflow as tf
from tensorflow.python.client import device_lib

from lenet.machine import memory
from lenet.results.device import Device


def present() -> list[Device]:
    """Return the GPUs, then the CPU. It sets up this process's devices.

    https://www.tensorflow.org/api_docs/python/tf/config/list_physical_devices
    """
    return [*gpus(), cpu()]


def gpus() -> list[Device]:
    """Return the GPUs that TensorFlow can see, in its order."""
    physical = tf.config.list_physical_devices("GPU")
    room = memory_limits() if physical else {}
    return [gpu(index, one, room) for index, one in enumerate(physical)]


def gpu(
    index: int, physical: tf.config.PhysicalDevice, room: dict[str, int]
) -> Device:
    """Describe the GPU at `index`; `room` maps names to bytes of memory."""
    return Device(
        name=f"gpu:{index}",
        kind="GPU",
        description=gpu_name(physical),
        memory=room.get(f"/device:GPU:{index}"),
        compute_capability=_details(physical).get("compute_capability"),
    )


def cpu() -> Device:
    """Describe the CPU with all its cores."""
    return Device(
        name="cpu:0",
        kind="CPU",
        description=cpu_name(),
        memory=memory.total(),
    )


def gpu_name(physical: tf.config.PhysicalDevice) -> str:
    """Return a GPU's model name, or TensorFlow's name where it has none."""
    return _details(physical).get("device_name", physical.name)


def cpu_name() -> str:
    """Return the number of cores and the architecture of the CPU."""
    return f"{os.cpu_count()} cores, {platform.machine()}"


def _details(physical: tf.config.PhysicalDevice) -> dict[str, Any]:
    return tf.config.experimental.get_device_details(physical)


def memory_limits() -> dict[str, int]:
    """Return how many bytes of each device's memory TensorFlow may use.

    By default it would reserve them all at once, and leave none for a training.
    With `allow_growth` it does not.

    https://www.tensorflow.org/guide/gpu#limiting_gpu_memory_growth
    """
    config = tf.compat.v1.ConfigProto()
    config.gpu_options.allow_growth = True
    return {
        device.name: device.memory_limit
        for device in device_lib.list_local_devices(config)
    }
