"""The versions and devices of this machine, as TensorFlow sees them."""

import platform

import tensorflow as tf

import lenet.start.keras_defaults  # noqa: F401
from lenet.machine.devices import cpu_name, gpu_name


def describe() -> dict[str, str]:
    """Return the versions in use and the devices that TensorFlow can see.

    https://www.tensorflow.org/api_docs/python/tf/config/list_physical_devices
    """
    return {
        "TensorFlow": tf.__version__,
        "Keras": tf.keras.__version__,
        "Python": platform.python_version(),
        "CPU": cpu_name(),
        "GPU": ", ".join(map(gpu_name, tf.config.list_physical_devices("GPU")))
        or "none: everything here runs on the CPU",
    }
