"""Which devices TensorFlow has on this machine."""

import os
import platform

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
    return [gpu(place, one, room) for place, one in enumerate(physical)]


def gpu(
    place: int, physical: tf.config.PhysicalDevice, room: dict[str, int]
) -> Device:
    """Describe the GPU at `place`; `room` has the bytes of memory, by name."""
    details = tf.config.experimental.get_device_details(physical)
    return Device(
        name=f"gpu:{place}",
        kind="GPU",
        description=details.get("device_name", physical.name),
        memory=room.get(f"/device:GPU:{place}"),
        compute_capability=details.get("compute_capability"),
    )


def cpu() -> Device:
    """Describe the CPU, all cores of it."""
    return Device(
        name="cpu:0",
        kind="CPU",
        description=f"{os.cpu_count()} cores, {platform.machine()}",
        memory=memory.total(),
    )


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
