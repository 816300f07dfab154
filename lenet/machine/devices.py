"""Which devices TensorFlow has on this machine."""

import os
import platform
from typing import Any

import tensorflow as tf
from tensorflow.python.client import device_lib

from lenet.machine import memory
from lenet.results.device import Device


def present() -> list[Device]:
    """List the GPUs, then the CPU. It sets up this process's devices.

    https://www.tensorflow.org/api_docs/python/tf/config/list_physical_devices
    """
    return [*gpus(), cpu()]


def gpus() -> list[Device]:
    """List the GPUs that TensorFlow can see, in its order."""
    physical = tf.config.list_physical_devices("GPU")
    room = memory_limits() if physical else {}
    return [gpu(index, one, room) for index, one in enumerate(physical)]


def gpu(
    index: int, physical: tf.config.PhysicalDevice, room: dict[str, int]
) -> Device:
    """Describe the GPU at `index`; `room` has the bytes of memory, by name."""
    return Device(
        name=f"gpu:{index}",
        kind="GPU",
        description=gpu_name(physical),
        memory=room.get(f"/device:GPU:{index}"),
        compute_capability=_details(physical).get("compute_capability"),
    )


def cpu() -> Device:
    """Describe the CPU, all cores of it."""
    return Device(
        name="cpu:0",
        kind="CPU",
        description=cpu_name(),
        memory=memory.total(),
    )


def gpu_name(physical: tf.config.PhysicalDevice) -> str:
    """Return the model's name of a GPU, or TensorFlow's where it has none."""
    return _details(physical).get("device_name", physical.name)


def cpu_name() -> str:
    """Return the number of cores and the architecture of the CPU."""
    return f"{os.cpu_count()} cores, {platform.machine()}"


def _details(physical: tf.config.PhysicalDevice) -> dict[str, Any]:
    return tf.config.experimental.get_device_details(physical)


def memory_limits() -> dict[str, int]:
    """Ask TensorFlow how many bytes it may take of each device's memory.

    It would take them all at once, and leave a training none, unless told to
    let its share grow.

    https://www.tensorflow.org/guide/gpu#limiting_gpu_memory_growth
    """
    config = tf.compat.v1.ConfigProto()
    config.gpu_options.allow_growth = True
    return {
        device.name: device.memory_limit
        for device in device_lib.list_local_devices(config)
    }
