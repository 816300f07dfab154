"""Which devices a strategy gets; TensorFlow's list of them is stubbed."""

from types import SimpleNamespace

import pytest
import tensorflow as tf

from lenet.replicas import strategies
from lenet.settings import Placement
from tests.replicas_apart import run_apart


class Machine:
    """Stands for TensorFlow's device list; keeps what strategies are given."""

    def __init__(self, gpus, capability=(8, 0)):
        self.cpus, self.gpus, self.capability = 1, gpus, capability

    def list_logical_devices(self):
        counts = {"CPU": self.cpus, "XLA_CPU": 1, "GPU": self.gpus}
        return [
            SimpleNamespace(name=f"/device:{kind}:{n}", device_type=kind)
            for kind, count in counts.items()
            for n in range(count)
        ]

    def list_physical_devices(self, kind):
        return [f"{kind} {n}" for n in range({"CPU": 1, "GPU": self.gpus}[kind])]

    def set_logical_device_configuration(self, device, parts):
        assert device == "CPU 0"
        self.cpus = len(parts)

    def get_device_details(self, device):
        return {"device_name": device, "compute_capability": self.capability}


@pytest.fixture
def machine(monkeypatch):
    """Replace this machine by one with this many GPUs."""

    def machine(gpus=0, capability=(8, 0)):
        stub = Machine(gpus, capability)
        for name in (
            "list_logical_devices",
            "list_physical_devices",
            "set_logical_device_configuration",
        ):
            monkeypatch.setattr(tf.config, name, getattr(stub, name))
        monkeypatch.setattr(
            tf.config.experimental, "get_device_details", stub.get_device_details
        )
        # A strategy on devices that are not there cannot be made.
        for name in ("MirroredStrategy", "OneDeviceStrategy"):
            monkeypatch.setattr(tf.distribute, name, lambda devices: devices)

    return machine


def mirrored(*devices, **choices):
    return strategies.mirrored(Placement("mirrored", devices, **choices))


def one_device(*devices, **choices):
    return strategies.one_device(Placement("one-device", devices, **choices))


def test_mirrored_takes_all_gpus_and_not_the_cpu(machine):
    machine(gpus=3)
    assert mirrored() == ["gpu:0", "gpu:1", "gpu:2"]


def test_mirrored_takes_the_gpus_that_are_named_in_their_order(machine):
    machine(gpus=3)
    assert mirrored("gpu:2", " GPU:0 ") == ["gpu:2", "gpu:0"]


def test_logical_cpus_win_over_gpus(machine):
    machine(gpus=2)
    assert mirrored(logical_cpus=3) == ["cpu:0", "cpu:1", "cpu:2"]


def test_some_of_the_logical_cpus_can_be_named(machine):
    machine()
    assert mirrored("cpu:1", "cpu:2", logical_cpus=3) == ["cpu:1", "cpu:2"]


def test_a_device_that_is_not_there_is_named_beside_those_that_are(machine):
    machine(gpus=1)
    with pytest.raises(ValueError, match=r"no device 'gpu:1' here, only cpu:0, gpu:0"):
        mirrored("gpu:0", "gpu:1")


def test_a_device_named_twice_is_refused(machine):
    machine(gpus=2)
    with pytest.raises(ValueError, match="'gpu:1' is named twice"):
        mirrored("gpu:1", "gpu:0", "GPU:1")


def test_mirrored_without_a_gpu_says_what_to_take_instead(machine):
    machine()
    with pytest.raises(ValueError, match=r"has no GPU.*logical CPUs"):
        mirrored()


def test_one_device_is_the_gpu_or_else_the_cpu(machine):
    machine(gpus=1)
    assert one_device() == "gpu:0"
    assert one_device("cpu:0") == "cpu:0"
    machine(gpus=0)
    assert one_device() == "cpu:0"


def test_one_device_refuses_two(machine):
    machine(gpus=2)
    for devices in [(), ("gpu:1", "gpu:0")]:
        with pytest.raises(ValueError, match=r"takes one device; these are gpu:\d, "):
            one_device(*devices)


def test_too_many_replicas_for_the_memory_are_refused_before_any_is_made(
    machine, monkeypatch
):
    machine()
    monkeypatch.setattr(strategies.memory, "free", lambda: 400_000_000)
    with pytest.raises(ValueError, match=r"64 replicas need .* take 12 or fewer"):
        strategies.strategy_for(Placement("mirrored", logical_cpus=64))
    assert [device.name for device in tf.config.list_logical_devices()] == [
        "/device:CPU:0",
        "/device:XLA_CPU:0",
    ]
    assert len(mirrored(logical_cpus=12)) == 12


def names(*devices):
    return tuple(f"/job:localhost/replica:0/task:0/device:{name}" for name in devices)


def test_bfloat16_is_for_gpus_since_ampere(machine):
    machine(gpus=2, capability=(8, 0))
    strategies.check_bfloat16(names("GPU:0", "GPU:1"))
    machine(gpus=2, capability=(7, 5))
    with pytest.raises(ValueError, match=r"computes in bfloat16.*GPU 1 does not"):
        strategies.check_bfloat16(names("GPU:1"))


def test_bfloat16_is_not_for_the_cpu(machine):
    machine(gpus=1)
    with pytest.raises(ValueError, match="CPU:0 does not"):
        strategies.check_bfloat16(names("GPU:0", "CPU:0"))


REAL = """
import tensorflow as tf
from lenet.replicas.strategies import strategy_for
from lenet.settings import Placement
assert strategy_for(Placement()) is None
try:
    strategy_for(Placement("mirrored", logical_cpus=3, mixed_precision=True))
except ValueError as error:
    assert "CPU:0 does not" in str(error), error
assert tf.keras.mixed_precision.global_policy().name == "float32"
strategy = strategy_for(Placement("mirrored", logical_cpus=3))  # set up: the same
print(strategy.num_replicas_in_sync, len(tf.config.list_logical_devices("CPU")))
"""


def test_a_real_strategy_runs_on_three_logical_cpus():
    assert run_apart(REAL).split() == ["3", "3"]


ON_GPUS = """
import tensorflow as tf
from lenet.replicas.strategies import strategy_for
from lenet.settings import Placement
print(*strategy_for(Placement("mirrored")).extended.worker_devices)
"""


@pytest.mark.skipif(
    not tf.config.list_physical_devices("GPU"), reason="this machine has no GPU"
)
def test_a_real_strategy_runs_on_all_gpus():
    expected = len(tf.config.list_physical_devices("GPU"))
    on = run_apart(ON_GPUS).split()
    assert len(on) == expected
    assert all("GPU" in name for name in on)
