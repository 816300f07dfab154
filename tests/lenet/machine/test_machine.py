"""The machine described as it is, with a GPU stubbed where none is."""

import keras
import tensorflow as tf

from lenet.machine import describe


def test_versions_are_those_in_use():
    machine = describe()
    assert machine["TensorFlow"] == tf.__version__
    assert machine["Keras"] == keras.__version__


def test_without_a_gpu_it_says_so(monkeypatch):
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: [])
    assert describe()["GPU"].startswith("none")


def test_gpus_are_named(monkeypatch):
    gpus = [tf.config.PhysicalDevice("/physical_device:GPU:0", "GPU")]
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: gpus)
    monkeypatch.setattr(
        tf.config.experimental,
        "get_device_details",
        lambda gpu: {"device_name": "NVIDIA L4"},
    )
    assert describe()["GPU"] == "NVIDIA L4"
