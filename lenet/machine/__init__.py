"""What this machine has for TensorFlow to run on."""

import os
import platform

import keras
import tensorflow as tf


def describe() -> dict[str, str]:
    """Name the versions in use and the devices that TensorFlow can see.

    https://www.tensorflow.org/api_docs/python/tf/config/list_physical_devices
    """
    return {
        "TensorFlow": tf.__version__,
        "Keras": keras.__version__,
        "Python": platform.python_version(),
        "CPU": f"{os.cpu_count()} cores, {platform.machine()}",
        "GPU": ", ".join(map(_name, tf.config.list_physical_devices("GPU")))
        or "none: everything here runs on the CPU",
    }


def _name(gpu: tf.config.PhysicalDevice) -> str:
    details = tf.config.experimental.get_device_details(gpu)
    return details.get("device_name", gpu.name)
