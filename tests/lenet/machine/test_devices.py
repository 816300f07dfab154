"""What this machine has: the real list, and one with GPUs in their place."""

from types import SimpleNamespace

import pytest
import tensorflow as tf

from lenet.machine import devices
from lenet.results.device import Device
from tests.replicas_apart import run_apart

GPUS = [
    {"device_name": "NVIDIA A100", "compute_capability": (8, 0)},
    {"device_name": "Tesla T4", "compute_capability": (7, 5)},
]
PRESENT = """
from lenet.machine.devices import present
for device in present():
    print(device.name, device.kind, device.memory, device.description, sep="|")
"""


@pytest.fixture
def gpus(monkeypatch):
    """Stub TensorFlow's lists: two GPUs."""
    physical = [SimpleNamespace(name=f"/physical_device:GPU:{n}") for n in (0, 1)]
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: physical)
    monkeypatch.setattr(
        tf.config.experimental,
        "get_device_details",
        lambda device: GPUS[physical.index(device)],
    )
    local = [
        SimpleNamespace(name="/device:CPU:0", memory_limit=1),
        SimpleNamespace(name="/device:GPU:0", memory_limit=40_000_000_000),
    ]
    monkeypatch.setattr(devices.device_lib, "list_local_devices", lambda config: local)


@pytest.mark.usefixtures("gpus")
def test_gpus_come_first_with_their_memory_and_generation():
    ampere, turing, cpu = devices.present()
    assert ampere == Device("gpu:0", "GPU", "NVIDIA A100", 40_000_000_000, (8, 0))
    assert turing == Device("gpu:1", "GPU", "Tesla T4", None, (7, 5))
    assert (cpu.name, cpu.kind) == ("cpu:0", "CPU")


@pytest.mark.usefixtures("gpus")
def test_only_a_gpu_since_ampere_computes_in_bfloat16():
    able = [device.computes_bfloat16 for device in devices.present()]
    assert able == [True, False, False]


def test_a_gpu_that_tells_nothing_is_named_by_tensorflow(monkeypatch):
    monkeypatch.setattr(tf.config.experimental, "get_device_details", lambda device: {})
    physical = SimpleNamespace(name="/physical_device:GPU:0")
    assert devices.gpu(0, physical, {}) == Device(
        "gpu:0", "GPU", "/physical_device:GPU:0"
    )


def test_the_real_list_ends_with_the_cpu_and_all_its_memory():
    *gpus, cpu = (line.split("|") for line in run_apart(PRESENT).splitlines())
    assert cpu[:2] == ["cpu:0", "CPU"]
    assert int(cpu[2]) > 500_000_000
    assert "cores" in cpu[3]
    assert [gpu[0] for gpu in gpus] == [f"gpu:{index}" for index in range(len(gpus))]


@pytest.mark.skipif(
    not tf.config.list_physical_devices("GPU"), reason="this machine has no GPU"
)
def test_a_real_gpu_has_a_name_and_memory():
    name, kind, memory, description = run_apart(PRESENT).splitlines()[0].split("|")
    assert (name, kind) == ("gpu:0", "GPU")
    assert int(memory) > 500_000_000
    assert description
